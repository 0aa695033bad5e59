// What the workspace tells its page, and the parts of Slack's JSON that the page reads.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Text {
  type: "plain_text" | "mrkdwn";
  text: string;
  emoji?: boolean;
}

export interface Option {
  text: Text;
  value: string;
  description?: Text;
  url?: string;
}

export interface OptionGroup {
  label: Text;
  options: Option[];
}

export interface Confirm {
  title: Text;
  text: Text;
  confirm?: Text;
  deny?: Text;
  style?: "primary" | "danger";
}

/** One element of Block Kit; which fields there are depends on its type. */
export interface Element {
  type: string;
  action_id: string;
  text?: Text;
  value?: string;
  url?: string;
  style?: string;
  icon?: string;
  accessibility_label?: string;
  confirm?: Confirm;
  placeholder?: Text;
  options?: Option[];
  option_groups?: OptionGroup[];
  initial_option?: Option;
  initial_options?: Option[];
  multiline?: boolean;
  min_length?: number;
  max_length?: number;
  min_query_length?: number;
  max_selected_items?: number;
  max_files?: number;
  filetypes?: string[];
  min_value?: string | number;
  max_value?: string | number;
  is_decimal_allowed?: boolean;
  focus_on_load?: boolean;
  alt_text?: string;
  image_url?: string;
  dispatch_action_config?: { trigger_actions_on?: string[] };
  positive_button?: Choice;
  negative_button?: Choice;
  [field: string]: unknown;
}

export interface Choice {
  text: Text;
  value: string;
  accessibility_label?: string;
}

/** One block; which fields there are depends on its type. */
export interface Block {
  type: string;
  block_id?: string;
  text?: Text | string;
  elements?: Element[];
  element?: Element;
  accessory?: Element;
  fields?: Text[];
  label?: Text;
  hint?: Text;
  optional?: boolean;
  dispatch_action?: boolean;
  title?: Text | string;
  alt_text?: string;
  image_url?: string;
  [field: string]: unknown;
}

export interface Reaction {
  name: string;
  users: string[];
  count: number;
}

export interface SharedFile {
  id: string;
  name: string;
  title?: string;
  size: number;
  mimetype?: string;
  url_private_download?: string;
}

export interface Message {
  channel: string;
  ts: string;
  user: string;
  text: string;
  blocks?: Block[];
  attachments?: { blocks?: Block[]; text?: string; fallback?: string; color?: string }[];
  files?: SharedFile[];
  thread_ts?: string;
  subtype?: string;
  edited?: { user: string; ts: string };
  reactions?: Reaction[];
  bot_id?: string;
  is_ephemeral?: boolean;
  streaming?: boolean;
}

export interface Person {
  id: string;
  name: string;
  real_name: string;
  is_bot: boolean;
  is_admin: boolean;
  is_owner?: boolean;
  profile: { title: string };
}

export interface Channel {
  id: string;
  kind: "channel" | "group" | "im";
  name?: string;
  topic?: { value: string };
  num_members?: number;
  members?: string[];
  has_app: boolean;
  user?: string;
}

export interface Command {
  name: string;
  description: string;
  hint: string;
}

export interface Shortcut {
  callback_id: string;
  name: string;
  type: "message" | "global";
  description: string;
}

export interface App {
  name: string;
  bot: string;
  team?: string;
  description?: string;
  commands: Command[];
  shortcuts: Shortcut[];
  /** What the manifest suggests, until the app suggests something itself. */
  prompts?: Prompt[];
}

export interface View {
  id: string;
  type: "modal" | "home";
  blocks: Block[];
  state: { values: Record<string, Record<string, StateEntry>> };
  title?: Text;
  submit?: Text;
  close?: Text;
  hash: string;
  callback_id: string;
  errors: Record<string, string>;
}

export type StateEntry = { type: string; selected_option?: Option | null; selected_options?: Option[] } & Record<string, unknown>;

export interface Prompt {
  title: string;
  message: string;
}

export interface ThreadFact {
  channel: string;
  thread_ts: string | null;
  what: "status" | "title" | "prompts";
  value: unknown;
}

export interface Snapshot {
  user: string;
  app: App;
  people: Person[];
  channels: Channel[];
  messages: Message[];
  threads: ThreadFact[];
  selections: Record<string, Json>;
  home: View | null;
  modals: View[];
}

export type Update =
  | { kind: "message"; message: Message }
  | { kind: "deleted"; channel: string; ts: string }
  | { kind: "thread"; thread: ThreadFact }
  | { kind: "views"; home: View | null; modals: View[] }
  | { kind: "told"; channel: string; text: string }
  | { kind: "reload" };
