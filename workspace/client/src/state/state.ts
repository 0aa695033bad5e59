// What one person's page knows, and how each update changes it. Pure: nothing here touches the page.
import type { App, Channel, Json, Message, Person, Prompt, Snapshot, ThreadFact, Update, View } from "../protocol";

export const SLACKBOT = "USLACKBOT";

export interface State {
  user: string;
  app: App;
  people: Record<string, Person>;
  channels: Record<string, Channel>;
  messages: Record<string, Message[]>;
  threads: Record<string, unknown>;
  selections: Record<string, Json>;
  home: View | null;
  modals: View[];
  /** How many messages came to a conversation that was not open. */
  unread: Record<string, number>;
  /** Threads with replies that were not seen yet, as `channel ts`. */
  fresh: Record<string, true>;
}

export type Action =
  | Update
  | { kind: "loaded"; snapshot: Snapshot }
  | { kind: "selected"; ts: string; action: string; value: Json }
  | { kind: "seen"; channel: string }
  | { kind: "threadSeen"; channel: string; ts: string };

/** What is open now: messages that come there are not new. */
export interface Open {
  channel: string | null;
  thread: { channel: string; ts: string } | null;
}

export function load(snapshot: Snapshot, before: State | null): State {
  const messages: Record<string, Message[]> = {};
  for (const message of snapshot.messages) messages[message.channel] = place(messages[message.channel] ?? [], message);
  const isSame = before?.user === snapshot.user;
  return {
    user: snapshot.user,
    app: snapshot.app,
    people: Object.fromEntries(snapshot.people.map((each) => [each.id, each])),
    channels: Object.fromEntries(snapshot.channels.map((each) => [each.id, each])),
    messages,
    threads: Object.fromEntries(snapshot.threads.map((fact) => [threadKey(fact), fact.value])),
    selections: snapshot.selections,
    home: snapshot.home,
    modals: snapshot.modals,
    unread: isSame ? before.unread : {},
    fresh: isSame ? before.fresh : {},
  };
}

export function reduce(state: State, action: Action, open: Open, now: number): State {
  switch (action.kind) {
    case "loaded":
      return load(action.snapshot, state);
    case "message":
      return take(state, action.message, open);
    case "deleted":
      return {
        ...state,
        messages: { ...state.messages, [action.channel]: (state.messages[action.channel] ?? []).filter((each) => each.ts !== action.ts) },
      };
    case "thread":
      return { ...state, threads: { ...state.threads, [threadKey(action.thread)]: action.thread.value } };
    case "views":
      return { ...state, home: action.home, modals: action.modals };
    case "told":
      return action.channel ? take(state, tell(action.channel, action.text, now), open) : state;
    case "selected":
      return { ...state, selections: { ...state.selections, [`${action.ts} ${action.action}`]: action.value } };
    case "seen":
      return action.channel in state.unread ? { ...state, unread: without(state.unread, action.channel) } : state;
    case "threadSeen": {
      const key = `${action.channel} ${action.ts}`;
      return key in state.fresh ? { ...state, fresh: without(state.fresh, key) } : state;
    }
    case "reload":
      return state;
  }
}

function take(state: State, message: Message, open: Open): State {
  const list = state.messages[message.channel] ?? [];
  const isNew = !list.some((each) => each.ts === message.ts);
  const after = { ...state, messages: { ...state.messages, [message.channel]: place(list, message) } };
  if (!isNew || message.user === state.user) return after;
  const isReply = isInThread(message);
  const isThreadOpen = open.thread?.channel === message.channel && open.thread.ts === message.thread_ts;
  if (isReply && !isThreadOpen) after.fresh = { ...after.fresh, [`${message.channel} ${message.thread_ts}`]: true };
  if (open.channel !== message.channel && !isThreadOpen)
    after.unread = { ...after.unread, [message.channel]: (after.unread[message.channel] ?? 0) + 1 };
  return after;
}

function place(list: Message[], message: Message): Message[] {
  const index = list.findIndex((each) => each.ts === message.ts);
  if (index >= 0) return list.map((each, at) => (at === index ? message : each));
  const last = list.at(-1);
  if (!last || Number(last.ts) <= Number(message.ts)) return [...list, message];
  return [...list, message].sort((one, other) => Number(one.ts) - Number(other.ts));
}

function tell(channel: string, text: string, now: number): Message {
  return { channel, ts: (now / 1000).toFixed(6), user: SLACKBOT, text, is_ephemeral: true };
}

function without<Value>(record: Record<string, Value>, key: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([each]) => each !== key));
}

const threadKey = (fact: Pick<ThreadFact, "channel" | "thread_ts" | "what">) => `${fact.channel} ${fact.thread_ts ?? ""} ${fact.what}`;

export const isInThread = (message: Message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

/** The messages of the channel pane: roots, and replies that were also sent to the channel. */
export function topLevel(state: State, channel: string): Message[] {
  return (state.messages[channel] ?? []).filter((each) => !isInThread(each) || each.subtype === "thread_broadcast");
}

export function threadOf(state: State, channel: string, ts: string): Message[] {
  return (state.messages[channel] ?? []).filter((each) => each.ts === ts || each.thread_ts === ts);
}

export function findMessage(state: State, channel: string, ts: string): Message | undefined {
  return state.messages[channel]?.find((each) => each.ts === ts);
}

export interface Status {
  status: string;
  loading_messages?: string[];
}

export function statusOf(state: State, channel: string, ts: string | null): Status | null {
  const status = state.threads[`${channel} ${ts ?? ""} status`] as Status | undefined;
  return status?.status ? status : null;
}

/** In the channel pane, the status of a thread that is not open stands for the whole place. */
export function statusOfAny(state: State, channel: string, openThread: string | null): Status | null {
  const roots = [null, ...topLevel(state, channel).map((each) => each.ts)].filter((ts) => ts === null || ts !== openThread);
  for (const ts of roots) {
    const status = statusOf(state, channel, ts);
    if (status) return status;
  }
  return null;
}

export function promptsOf(state: State, channel: string): { title: string; prompts: Prompt[] } {
  const offered = state.threads[`${channel}  prompts`] as { title?: string; prompts?: Prompt[] } | undefined;
  return { title: offered?.title ?? "", prompts: offered?.prompts ?? state.app.prompts ?? [] };
}

export function titleOf(state: State, channel: string, ts: string): string {
  return (state.threads[`${channel} ${ts} title`] as { title?: string } | undefined)?.title ?? "";
}

export function directMessage(state: State): Channel | undefined {
  return Object.values(state.channels).find((each) => each.kind === "im");
}

export function nameOf(state: State, user: string): string {
  const person = state.people[user];
  if (!person) return user === SLACKBOT ? "Slackbot" : user;
  return person.is_bot ? (user === state.app.bot ? state.app.name : person.real_name) : person.real_name;
}
