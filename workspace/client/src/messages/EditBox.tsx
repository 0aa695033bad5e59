// One's own message, while it is being changed.
import { useState, type KeyboardEvent, type ReactNode } from "react";
import type { Message } from "../protocol";
import { useStore, useWorkspace } from "../state/context";
import { unstore } from "../text/stored";

export function EditBox({ message, onDone }: { message: Message; onDone: () => void }): ReactNode {
  const store = useStore();
  const { people } = useWorkspace();
  const [text, setText] = useState(() => unstore(message.text, people));
  const save = () => {
    if (text.trim()) void store.act("edit", { channel: message.channel, ts: message.ts, text: text.trim() });
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") { event.stopPropagation(); onDone(); }
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) { event.preventDefault(); save(); }
  };
  return (
    <div className="edit-box">
      <textarea aria-label="Edit message" autoFocus className="field" onFocus={(event) => event.target.setSelectionRange(text.length, text.length)} onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} rows={Math.min(8, text.split("\n").length + 1)} value={text} />
      <div className="edit-buttons">
        <button className="button" onClick={onDone} type="button">Cancel</button>
        <button className="button primary" onClick={save} type="button">Save</button>
      </div>
    </div>
  );
}
