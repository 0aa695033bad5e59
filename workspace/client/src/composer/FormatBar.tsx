// Buttons that put Slack's marks around what is selected.
import type { ReactNode } from "react";
import { Icon, type IconName } from "../shell/Icon";

const FORMATS: [IconName, string, string][] = [
  ["bold", "Bold", "*"],
  ["italic", "Italic", "_"],
  ["strike", "Strikethrough", "~"],
  ["code", "Code", "`"],
];

export function FormatBar({ onFormat }: { onFormat: (mark: string) => void }): ReactNode {
  return (
    <div aria-label="Formatting" className="format-bar" role="toolbar">
      {FORMATS.map(([icon, label, mark]) => (
        <button aria-label={label} className="tool" key={label} onClick={() => onFormat(mark)} onMouseDown={(event) => event.preventDefault()} title={label} type="button"><Icon name={icon} /></button>
      ))}
    </div>
  );
}

/** Returns the text with the selection between two marks, and the selection after. */
export function wrapSelection(text: string, start: number, end: number, mark: string): { text: string; start: number; end: number } {
  const inner = text.slice(start, end);
  return { text: `${text.slice(0, start)}${mark}${inner}${mark}${text.slice(end)}`, start: start + 1, end: end + 1 };
}
