// A button that opens a picker of emoji.
import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { Icon } from "../shell/Icon";
import { usePlacement } from "../shell/placement";
import { COMMON, EMOJI_NAMES, emojiOf } from "../text/emoji";

const MOST = 64;
const COLUMNS = 8;

export function EmojiButton({ label, className, onChoose }: { label: string; className: string; onChoose: (name: string) => void }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  usePlacement(button, box, isOpen, "end");
  const names = useMemo(() => {
    const word = typed.trim().toLowerCase().replaceAll(" ", "_");
    return word ? EMOJI_NAMES().filter((name) => name.includes(word)).slice(0, MOST) : COMMON;
  }, [typed]);
  const close = (returns: boolean) => {
    setOpen(false);
    setTyped("");
    if (returns) button.current?.focus();
  };
  const choose = (name: string) => { close(true); onChoose(name); };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(true); }
    if (event.key === "Enter" && event.target instanceof HTMLInputElement && names[0]) { event.preventDefault(); choose(names[0]); }
    const all = [...(box.current?.querySelectorAll<HTMLElement>(".emoji-grid button") ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: at < 0 ? 1 : COLUMNS, ArrowUp: -COLUMNS };
    const step = steps[event.key];
    if (step === undefined || (at < 0 && event.key !== "ArrowDown")) return;
    event.preventDefault();
    all[Math.min(all.length - 1, at + step)]?.focus();
  };
  return (
    <span className="menu-anchor" onBlur={(event) => { if (isOpen && !event.currentTarget.contains(event.relatedTarget)) close(false); }}>
      <button aria-expanded={isOpen} aria-haspopup="dialog" aria-label={label} className={className} onClick={() => setOpen(!isOpen)} ref={button} title={label} type="button"><Icon name="smile" /></button>
      {isOpen && (
        <div aria-label="Emoji" className="emoji-picker floating" onKeyDown={onKeyDown} ref={box} role="dialog" tabIndex={-1}>
          <input aria-label="Search all emoji" autoFocus className="field" onChange={(event) => setTyped(event.target.value)} placeholder="Search all emoji" value={typed} />
          <div className="emoji-grid">
            {names.map((name) => <button aria-label={name} key={name} onClick={() => choose(name)} title={`:${name}:`} type="button">{emojiOf(name)}</button>)}
            {names.length === 0 && <p className="hint">No emoji of that name</p>}
          </div>
        </div>
      )}
    </span>
  );
}
