// A list of messages with day dividers.
import { Fragment, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useNow } from "../shell/useNow";
import type { Message } from "../protocol";
import { useWorkspace } from "../state/context";
import { isInThread } from "../state/state";
import { dayName, isContinued, isSameDay } from "../text/time";
import { MessageItem } from "./MessageItem";
import { useFollowing } from "./useFollowing";

interface Props {
  id: string;
  label: string;
  place: string;
  pane: "main" | "thread";
  messages: Message[];
  intro?: ReactNode;
  /** What is drawn after the first message: how many replies a thread has. */
  afterFirst?: ReactNode;
}

const NONE: Message[] = [];

export function MessageList({ id, label, place, pane, messages, intro, afterFirst }: Props): ReactNode {
  const state = useWorkspace();
  const now = useNow();
  const [editing, setEditing] = useState<string | null>(null);
  const box = useRef<HTMLElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const onScroll = useFollowing(box, inner, place);
  const all = state.messages[place.split("/")[0] ?? ""] ?? NONE;
  const replies = useMemo(() => groupReplies(all), [all]);

  useEffect(() => setEditing(null), [place]);
  // The composer asks for it when somebody presses the up arrow in it, as Slack does.
  useEffect(() => {
    const editLast = (event: Event) => {
      if ((event as CustomEvent<string>).detail !== place) return;
      const last = messages.findLast((each) => each.user === state.user && !each.is_ephemeral);
      if (last) setEditing(last.ts);
    };
    document.addEventListener("edit-last", editLast);
    return () => document.removeEventListener("edit-last", editLast);
  }, [place, messages, state.user]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || !event.target.matches("article.message")) return;
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const articles = [...(box.current?.querySelectorAll<HTMLElement>("article.message") ?? [])];
    articles[articles.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
  };
  return (
    <section aria-label={label} className="messages" id={id} onKeyDown={onKeyDown} onScroll={onScroll} ref={box} tabIndex={-1}>
      <div className="messages-inner" ref={inner}>
        {intro}
        <div aria-live="polite" aria-relevant="additions" role="log" aria-label={label}>
          {messages.map((message, index) => {
            const before = messages[index - 1];
            const isNewDay = !before || !isSameDay(before.ts, message.ts);
            return (
              <Fragment key={message.ts}>
                {isNewDay && pane === "main" && <div className="day"><span>{dayName(message.ts, now)}</span></div>}
                <MessageItem
                  isContinued={!isNewDay && !(pane === "thread" && index === 1) && isContinued(before, message) && !before?.is_ephemeral && !message.is_ephemeral && !replies[before?.ts ?? ""]}
                  isFresh={`${message.channel} ${message.ts}` in state.fresh}
                  message={message}
                  isEditing={editing === message.ts}
                  isLast={index === messages.length - 1}
                  onEdit={setEditing}
                  pane={pane}
                  replies={replies[message.ts] ?? NONE}
                />
                {index === 0 && afterFirst}
              </Fragment>
            );
          })}
        </div>
      </div>
    </section>
  );
}

function groupReplies(messages: Message[]): Record<string, Message[]> {
  const groups: Record<string, Message[]> = {};
  for (const message of messages) if (isInThread(message)) (groups[message.thread_ts ?? ""] ??= []).push(message);
  return groups;
}
