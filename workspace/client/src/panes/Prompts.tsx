// What the app suggests to ask.
import type { ReactNode } from "react";
import { useStore, useWorkspace } from "../state/context";
import { promptsOf } from "../state/state";
import { drawEmoji } from "../text/plain";

export function Prompts({ channel }: { channel: string }): ReactNode {
  const store = useStore();
  const { title, prompts } = promptsOf(useWorkspace(), channel);
  if (!prompts.length) return null;
  return (
    <div aria-label={title || "Suggested prompts"} className="prompts" id="prompts" role="group">
      {title && <span className="hint prompts-title">{drawEmoji(title)}</span>}
      {prompts.map((each) => (
        <button className="prompt" key={each.title} onClick={() => void store.act("say", { channel, text: each.message })} title={each.message} type="button">{drawEmoji(each.title)}</button>
      ))}
    </div>
  );
}
