// From the text as Slack stores it back to what was typed.
import type { Person } from "../protocol";

export function unstore(text: string, people: Record<string, Pick<Person, "name">>): string {
  return text
    .replace(/<@([A-Z0-9_]+)(?:\|[^>]*)?>/g, (_, id: string) => `@${people[id]?.name ?? id}`)
    .replace(/<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>/g, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
