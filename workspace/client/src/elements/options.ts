// What a select menu offers, and which of it fits what was typed.
import type { Element, Json, Option } from "../protocol";
import type { State } from "../state/state";

export interface Offer {
  value: string;
  label: string;
  detail: string;
  group: string;
}

const offer = (option: Option, group = ""): Offer => ({
  value: option.value,
  label: option.text.text,
  detail: option.description?.text ?? "",
  group,
});

/** Returns what an element offers: its own options, or people and conversations of the workspace. */
export function offersOf(element: Element, state: State): Offer[] {
  const kind = element.type.replace(/^multi_/, "");
  if (kind === "users_select")
    return Object.values(state.people).filter((each) => !each.is_bot).map((each) => ({ value: each.id, label: each.real_name, detail: each.profile.title, group: "" }));
  if (kind === "conversations_select" || kind === "channels_select")
    return Object.values(state.channels)
      .filter((each) => (each.kind === "im" ? kind === "conversations_select" : kind === "conversations_select" || each.kind === "channel"))
      .map((each) => ({ value: each.id, label: each.kind === "im" ? state.app.name : `#${each.name}`, detail: "", group: "" }));
  if (element.option_groups) return element.option_groups.flatMap((group) => group.options.map((each) => offer(each, group.label.text)));
  return (element.options ?? []).map((each) => offer(each));
}

export function fitting(offers: Offer[], typed: string): Offer[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return offers.filter((each) => words.every((word) => `${each.label} ${each.detail}`.toLowerCase().includes(word)));
}

/** Returns the values that a select holds, one or many. */
export function heldValues(value: Json | undefined): string[] {
  if (value === null || value === undefined || value === "") return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}
