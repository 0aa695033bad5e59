// Reactions below a message; one's own are marked, and a click adds or takes back.
import type { ReactNode } from "react";
import type { Message } from "../protocol";
import { useStore, useWorkspace } from "../state/context";
import { nameOf } from "../state/state";
import { Emoji } from "./Emoji";
import { EmojiButton } from "./EmojiButton";

export function useReact(message: Message): (name: string) => void {
  const store = useStore();
  return (name) => {
    const user = store.state?.user ?? "";
    const isMine = message.reactions?.find((each) => each.name === name)?.users.includes(user);
    void store.act(isMine ? "unreact" : "react", { message_ts: message.ts, name });
  };
}

export function Reactions({ message }: { message: Message }): ReactNode {
  const state = useWorkspace();
  const react = useReact(message);
  if (!message.reactions?.length) return null;
  return (
    <div className="reactions">
      {message.reactions.map((each) => {
        const names = each.users.map((user) => (user === state.user ? "you" : nameOf(state, user))).join(", ");
        const label = `${each.count} with :${each.name}: (${names})`;
        return (
          <button aria-label={label} aria-pressed={each.users.includes(state.user)} className="reaction" key={each.name} onClick={() => react(each.name)} title={label} type="button">
            <Emoji name={each.name} />{each.count}
          </button>
        );
      })}
      <EmojiButton className="reaction add" label="Add a reaction" onChoose={react} />
    </div>
  );
}
