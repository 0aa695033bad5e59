// What can be done with a message: it shows while the message is pointed at or has the focus.
import type { ReactNode } from "react";
import { Icon, type IconName } from "../shell/Icon";
import { Menu, type MenuItem } from "../shell/Menu";
import type { Message } from "../protocol";
import { useStore, useWorkspace } from "../state/context";
import { Emoji } from "./Emoji";
import { EmojiButton } from "./EmojiButton";
import { useReact } from "./Reactions";

/** The reactions offered first, as Slack does. */
const FREQUENT = [["+1", "thumbs up"], ["white_check_mark", "a check mark"], ["eyes", "eyes"]] as const;

interface Props {
  message: Message;
  onReply: (() => void) | null;
  onEdit: () => void;
  onDelete: () => void;
}

export function Toolbar({ message, onReply, onEdit, onDelete }: Props): ReactNode {
  const store = useStore();
  const { app, user } = useWorkspace();
  const react = useReact(message);
  const items: MenuItem[] = app.shortcuts.filter((each) => each.type !== "global").map((each, index) => ({
    label: each.name,
    icon: "bolt",
    ...(index === 0 ? { heading: `Shortcuts of ${app.name}` } : {}),
    onSelect: () => void store.act("shortcut", { callback_id: each.callback_id, message_ts: message.ts }),
  }));
  if (!message.is_ephemeral) items.unshift({ label: "Copy link", icon: "link", onSelect: () => void navigator.clipboard?.writeText(permalink(message)) });
  items.unshift({ label: "Copy text", icon: "copy", onSelect: () => void navigator.clipboard?.writeText(message.text) });
  if (message.user === user && !message.is_ephemeral) {
    items.push({ label: "Edit message", icon: "edit", heading: "Your message", onSelect: onEdit });
    items.push({ label: "Delete message", icon: "trash", isDanger: true, onSelect: onDelete });
  }
  return (
    <div aria-label="Message actions" className="toolbar" role="group">
      {message.streaming && <Tool icon="stop" label="Stop" onClick={() => void store.act("stop_stream", { message_ts: message.ts })} />}
      {!message.is_ephemeral && FREQUENT.map(([name, words]) => (
        <button aria-label={`React with ${words}`} className="tool frequent" key={name} onClick={() => react(name)} title={`:${name}:`} type="button"><Emoji name={name} /></button>
      ))}
      {!message.is_ephemeral && <EmojiButton className="tool" label="Add a reaction" onChoose={react} />}
      {onReply && <Tool icon="reply" label="Reply in thread" onClick={onReply} />}
      <Menu className="tool" icon="dots" items={items} label="More actions" />
    </div>
  );
}

const permalink = (message: Message) =>
  `${location.origin}/archives/${message.channel}/p${message.ts.replace(".", "")}${message.thread_ts ? `?thread_ts=${message.thread_ts}` : ""}`;

function Tool({ label, icon, onClick }: { label: string; icon: IconName; onClick: () => void }): ReactNode {
  return <button aria-label={label} className="tool" onClick={onClick} title={label} type="button"><Icon name={icon} /></button>;
}
