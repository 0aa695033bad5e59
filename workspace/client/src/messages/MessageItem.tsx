// One message, with its author, its body, its reactions and replies.
import { memo, useState, type ReactNode } from "react";
import { Avatar } from "../shell/Avatar";
import { Dialog } from "../shell/Dialog";
import { focusSoon } from "../shell/focus";
import { Icon } from "../shell/Icon";
import { useNow } from "../shell/useNow";
import { useNavigation } from "../shell/navigation";
import type { Message } from "../protocol";
import { useStore, useWorkspace } from "../state/context";
import { nameOf, SLACKBOT } from "../state/state";
import { clock, fullTime, shortClock } from "../text/time";
import { EditBox } from "./EditBox";
import { MessageBody } from "./MessageBody";
import { Reactions } from "./Reactions";
import { Replies } from "./Replies";
import { Toolbar } from "./Toolbar";

interface Props {
  message: Message;
  pane: "main" | "thread";
  isContinued: boolean;
  replies: Message[];
  isFresh: boolean;
  /** Tab leads to the last message; arrows lead to the others. */
  isLast: boolean;
  isEditing: boolean;
  onEdit: (ts: string | null) => void;
}

export const MessageItem = memo(function MessageItem({ message, pane, isContinued, replies, isFresh, isLast, isEditing, onEdit }: Props): ReactNode {
  const state = useWorkspace();
  const store = useStore();
  const { openThread } = useNavigation();
  const now = useNow();
  const [isPointed, setPointed] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const name = nameOf(state, message.user);
  const isApp = state.people[message.user]?.is_bot ?? message.user === SLACKBOT;
  const reply = () => {
    openThread(message.thread_ts ?? message.ts);
    focusSoon("#thread-composer textarea");
  };
  const time = (
    <time dateTime={new Date(Number(message.ts) * 1000).toISOString()} title={fullTime(message.ts, now)}>
      {isContinued ? shortClock(message.ts) : clock(message.ts)}
    </time>
  );
  const canThread = pane === "main" && !message.is_ephemeral;
  return (
    <article
      aria-label={`${name}, ${clock(message.ts)}`}
      className={`message ${message.is_ephemeral ? "ephemeral" : ""} ${isContinued ? "continued" : ""} ${message.streaming ? "streaming" : ""}`}
      data-ts={message.ts}
      onBlur={(event) => { if (!event.currentTarget.contains(event.relatedTarget)) setPointed(false); }}
      onFocus={() => setPointed(true)}
      onMouseEnter={() => setPointed(true)}
      // A modal that closes under the pointer leaves no trace of having been entered.
      onMouseMove={() => setPointed(true)}
      onMouseLeave={(event) => { if (!event.currentTarget.contains(document.activeElement)) setPointed(false); }}
      tabIndex={isLast ? 0 : -1}
    >
      <div className="gutter">{isContinued ? time : <Avatar id={message.user} isApp={isApp} name={name} />}</div>
      <div className="message-main">
        {message.is_ephemeral && <div className="only-you"><Icon name="eye" />Only visible to you</div>}
        {!isContinued && (
          <div className="byline">
            <strong>{name}</strong>
            {isApp && <span className="badge">APP</span>}
            {time}
          </div>
        )}
        {isEditing ? <EditBox message={message} onDone={() => { onEdit(null); focusSoon(pane === "main" ? "#composer textarea" : "#thread-composer textarea"); }} /> : <MessageBody message={message} pane={pane} />}
        {message.edited && !message.streaming && !isApp && <span className="edited">(edited)</span>}
        {message.streaming && <span className="writing"><span className="dots" />writing…</span>}
        <Reactions message={message} />
        {pane === "main" && <Replies isFresh={isFresh} onOpen={reply} replies={replies} />}
      </div>
      {isPointed && message.user !== SLACKBOT && !isEditing && (
        <div className="toolbar-track">
          <Toolbar message={message} onDelete={() => setDeleting(true)} onEdit={() => onEdit(message.ts)} onReply={canThread ? reply : null} />
        </div>
      )}
      {isDeleting && (
        <Dialog className="confirm" label="Delete message" onClose={() => setDeleting(false)}>
          <h2>Delete message</h2>
          <p>Are you sure you want to delete this message? This cannot be undone.</p>
          <div className="dialog-buttons">
            <button className="button" onClick={() => setDeleting(false)} type="button">Cancel</button>
            <button className="button danger" onClick={() => { setDeleting(false); void store.act("delete", { channel: message.channel, ts: message.ts }); }} type="button">Delete</button>
          </div>
        </Dialog>
      )}
    </article>
  );
});
