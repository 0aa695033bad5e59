// A thread beside its channel.
import { useMemo, type ReactNode } from "react";
import { Composer } from "../composer/Composer";
import { useSend } from "../composer/useSend";
import { MessageList } from "../messages/MessageList";
import { StatusLine } from "../messages/StatusLine";
import { focusSoon, messageIn } from "../shell/focus";
import { Icon } from "../shell/Icon";
import { useNavigation } from "../shell/navigation";
import type { Channel } from "../protocol";
import { useWorkspace } from "../state/context";
import { statusOf, threadOf, titleOf } from "../state/state";

export function ThreadPane({ channel, ts }: { channel: Channel; ts: string }): ReactNode {
  const state = useWorkspace();
  const { openThread } = useNavigation();
  const send = useSend(channel.id, ts);
  const messages = useMemo(() => threadOf(state, channel.id, ts), [state, channel.id, ts]);
  const close = () => {
    openThread(null);
    focusSoon(messageIn("#messages", ts), "#composer textarea");
  };
  const count = messages.length - 1;
  const where = channel.kind === "im" ? state.app.name : `#${channel.name}`;
  return (
    <aside aria-label="Thread" className="pane thread-pane" id="thread" onKeyDown={(event) => { if (event.key === "Escape" && !event.defaultPrevented) close(); }}>
      <header className="pane-header">
        <button aria-label={`Back to ${where}`} className="tool only-narrow" onClick={close} type="button"><Icon name="back" /></button>
        <h2>{titleOf(state, channel.id, ts) || "Thread"}</h2><span className="topic">{where}</span>
        <span className="spacer" />
        <button aria-label="Close thread" className="tool" id="thread-close" onClick={close} type="button"><Icon name="close" /></button>
      </header>
      <MessageList
        afterFirst={<div className="reply-count">{count === 0 ? "No replies yet" : `${count} ${count === 1 ? "reply" : "replies"}`}</div>}
        id="thread-messages"
        label="Messages of the thread"
        messages={messages}
        pane="thread"
        place={`${channel.id}/${ts}`}
      />
      <StatusLine id="thread-status" status={statusOf(state, channel.id, ts)} />
      <Composer canAttach id="thread-composer" isThread label="Reply…" onSend={send} place={`${channel.id}/${ts}`} />
    </aside>
  );
}
