// Which completion fits what stands before the cursor, and what choosing it makes of the text.
import type { Command, Person } from "../protocol";

export interface Suggestion {
  kind: "command" | "person" | "emoji";
  key: string;
  label: string;
  detail: string;
  /** What replaces the word. */
  insert: string;
}

export interface Word {
  kind: Suggestion["kind"];
  start: number;
  typed: string;
}

/** Returns the word at the cursor that can be completed: `/tri`, `@ad`, `:tad`. */
export function wordAt(text: string, cursor: number, isThread: boolean): Word | null {
  const before = text.slice(0, cursor);
  const command = /^\/(\S*)$/.exec(before);
  if (command && !isThread) return { kind: "command", start: 0, typed: command[1] ?? "" };
  const person = /(?:^|[\s(])@([\w.-]*)$/.exec(before);
  if (person) return { kind: "person", start: cursor - (person[1] ?? "").length - 1, typed: person[1] ?? "" };
  const emoji = /(?:^|\s):([a-z0-9_+-]{2,})$/.exec(before);
  if (emoji) return { kind: "emoji", start: cursor - (emoji[1] ?? "").length - 1, typed: emoji[1] ?? "" };
  return null;
}

export function suggestCommands(commands: Command[], typed: string): Suggestion[] {
  return commands
    .filter((each) => each.name.slice(1).startsWith(typed.toLowerCase()))
    .map((each) => ({ kind: "command", key: each.name, label: each.name, detail: [each.hint, each.description].filter(Boolean).join("  "), insert: `${each.name} ` }));
}

export function suggestPeople(people: Person[], typed: string, nameOf: (id: string) => string): Suggestion[] {
  const word = typed.toLowerCase();
  return people
    .filter((each) => [each.name, ...nameOf(each.id).split(" ")].some((name) => name.toLowerCase().startsWith(word)))
    .sort((one, other) => Number(other.is_bot) - Number(one.is_bot))
    .map((each) => ({ kind: "person", key: each.id, label: nameOf(each.id), detail: each.is_bot ? "App" : each.profile.title, insert: `@${each.name} ` }));
}

export function suggestEmoji(names: string[], typed: string, draw: (name: string) => string): Suggestion[] {
  const found = names.filter((name) => name.startsWith(typed)).concat(names.filter((name) => !name.startsWith(typed) && name.includes(typed)));
  return found.slice(0, 8).map((name) => ({ kind: "emoji", key: name, label: `${draw(name)}  :${name}:`, detail: "", insert: `:${name}: ` }));
}

/** Returns the text and the cursor after a suggestion is chosen. */
export function complete(text: string, cursor: number, word: Word, suggestion: Suggestion): { text: string; cursor: number } {
  const after = text.slice(cursor).replace(/^ /, "");
  const head = text.slice(0, word.start) + suggestion.insert;
  return { text: head + after, cursor: head.length };
}

/** Splits "/ask what?" into command and text; null if it is not a command. */
export function readCommand(text: string): { name: string; text: string } | null {
  const match = /^(\/[\w-]+)(?:\s+([\s\S]*))?$/.exec(text);
  return match ? { name: match[1] ?? "", text: match[2] ?? "" } : null;
}
