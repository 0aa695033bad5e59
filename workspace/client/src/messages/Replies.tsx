// How many replies stand below a message, who wrote them, and when the last came.
import type { ReactNode } from "react";
import { Avatar } from "../shell/Avatar";
import { useNow } from "../shell/useNow";
import type { Message } from "../protocol";
import { useWorkspace } from "../state/context";
import { nameOf } from "../state/state";
import { ago } from "../text/time";

export function Replies({ replies, isFresh, onOpen }: { replies: Message[]; isFresh: boolean; onOpen: () => void }): ReactNode {
  const state = useWorkspace();
  const now = useNow();
  const last = replies.at(-1);
  if (!last) return null;
  const users = [...new Set(replies.map((each) => each.user))].slice(0, 4);
  return (
    <div className="thread-summary">
      {users.map((user) => <Avatar id={user} isApp={state.people[user]?.is_bot ?? true} key={user} name={nameOf(state, user)} size="small" />)}
      <button className={`replies ${isFresh ? "fresh" : ""}`} onClick={onOpen} type="button">
        {replies.length} {replies.length === 1 ? "reply" : "replies"}{isFresh ? " · new" : ""}
      </button>
      <span className="hint last-reply">Last reply {ago(last.ts, now)}</span>
    </div>
  );
}
