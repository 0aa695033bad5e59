// What is typed into views and not sent yet, by view, block and element.
import { useSyncExternalStore } from "react";
import type { Json, StateEntry, View } from "../protocol";

type Held = Record<string, Record<string, Json>>;

const drafts = new Map<string, Held>();
const listeners = new Set<() => void>();
const NONE: Held = {};

export function hold(view: string, block: string, action: string, value: Json): void {
  const before = drafts.get(view) ?? NONE;
  drafts.set(view, { ...before, [block]: { ...before[block], [action]: value } });
  listeners.forEach((listener) => listener());
}

export function useDraft(view: View): Held {
  const draft = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => drafts.get(view.id) ?? NONE,
  );
  return draft;
}

/** Returns what was typed into the blocks that the view still has. */
export function presentDraft(draft: Held, view: Pick<View, "blocks">): Held {
  const blocks = new Set(view.blocks.map((each) => each.block_id));
  return Object.fromEntries(Object.entries(draft).filter(([block]) => blocks.has(block)));
}

/** Returns what the workspace holds for an element. */
export function storedValue(entry: StateEntry | undefined): Json | undefined {
  if (!entry) return undefined;
  if (entry.selected_options) return entry.selected_options.map((option) => option.value);
  if (entry.selected_option !== undefined) return entry.selected_option?.value ?? null;
  return Object.entries(entry).find(([key]) => key !== "type")?.[1] as Json | undefined;
}
