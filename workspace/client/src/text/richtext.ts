// Between what is typed with Slack's marks and the rich_text that Slack makes of it.

export interface RichText {
  type: "rich_text";
  elements: RichElement[];
}

interface RichElement {
  type: string;
  style?: string;
  elements: RichPart[] | RichElement[];
}

export interface RichPart {
  type: "text" | "link";
  text?: string;
  url?: string;
  style?: Record<string, true>;
}

const STYLES: [RegExp, string][] = [
  [/^`([^`\n]+)`/, "code"],
  [/^\*(\S(?:[^*\n]*\S)?)\*/, "bold"],
  [/^_(\S(?:[^_\n]*\S)?)_/, "italic"],
  [/^~(\S(?:[^~\n]*\S)?)~/, "strike"],
];
const ADDRESS = /^https?:\/\/[^\s<>]+[^\s<>.,;:!?)]/;
const ITEM = /^\s*(?:([-•])|\d+[.)])\s+(.*)$/;

/** Returns the parts of one line, with the style of each. */
export function readParts(line: string, style: Record<string, true> = {}): RichPart[] {
  const parts: RichPart[] = [];
  const styled = (part: RichPart): RichPart => (Object.keys(style).length ? { ...part, style } : part);
  let held = "";
  const flush = () => {
    if (held) parts.push(styled({ type: "text", text: held }));
    held = "";
  };
  for (let at = 0; at < line.length; ) {
    const rest = line.slice(at);
    const isWordBefore = /\w/.test(line[at - 1] ?? " ");
    const found = isWordBefore ? undefined : STYLES.find(([pattern]) => pattern.test(rest));
    const address = isWordBefore ? null : ADDRESS.exec(rest);
    if (found) {
      const match = found[0].exec(rest);
      flush();
      const inner = match?.[1] ?? "";
      const after = { ...style, [found[1]]: true as const };
      parts.push(...(found[1] === "code" ? [{ type: "text" as const, text: inner, style: after }] : readParts(inner, after)));
      at += match?.[0].length ?? 1;
    } else if (address) {
      flush();
      parts.push(styled({ type: "link", url: address[0] }));
      at += address[0].length;
    } else {
      held += line[at];
      at += 1;
    }
  }
  flush();
  return parts;
}

export function toRichText(typed: string): RichText {
  const elements: RichElement[] = [];
  let lines: string[] = [];
  const flush = () => {
    if (lines.length) elements.push({ type: "rich_text_section", elements: readParts(lines.join("\n")) });
    lines = [];
  };
  for (const line of typed.split("\n")) {
    const item = ITEM.exec(line);
    if (!item) {
      lines.push(line);
      continue;
    }
    flush();
    const style = item[1] ? "bullet" : "ordered";
    const last = elements.at(-1);
    const section = { type: "rich_text_section", elements: readParts(item[2] ?? "") };
    if (last?.type === "rich_text_list" && last.style === style) (last.elements as RichElement[]).push(section);
    else elements.push({ type: "rich_text_list", style, elements: [section] });
  }
  flush();
  return { type: "rich_text", elements };
}

const MARKS: Record<string, string> = { bold: "*", italic: "_", strike: "~", code: "`" };

/** Returns what one would type for a rich text. */
export function toTyped(value: unknown): string {
  const rich = value as RichText | null | undefined;
  if (!rich?.elements) return "";
  return rich.elements.map(typeElement).join("\n");
}

function typeElement(element: RichElement): string {
  if (element.type === "rich_text_list")
    return (element.elements as RichElement[]).map((each, index) => `${element.style === "ordered" ? `${index + 1}.` : "-"} ${typeElement(each)}`).join("\n");
  return (element.elements as RichPart[]).map(typePart).join("");
}

function typePart(part: RichPart): string {
  const marks = Object.keys(part.style ?? {}).map((each) => MARKS[each] ?? "").join("");
  return `${marks}${part.text ?? part.url ?? ""}${[...marks].reverse().join("")}`;
}
