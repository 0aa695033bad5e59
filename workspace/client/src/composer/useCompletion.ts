// The composer's completion: what is suggested, which is active, and the keys that move it.
import { useEffect, useMemo, useState, type KeyboardEvent } from "react";
import { useWorkspace } from "../state/context";
import { nameOf } from "../state/state";
import { complete, suggestCommands, suggestEmoji, suggestPeople, wordAt, type Suggestion } from "../text/completion";
import { EMOJI_NAMES, emojiOf } from "../text/emoji";

const NONE: Suggestion[] = [];

export interface Completion {
  suggestions: Suggestion[];
  active: number;
  point: (index: number) => void;
  choose: (suggestion: Suggestion) => void;
  /** Returns whether the key was meant for the list. */
  takeKey: (event: KeyboardEvent) => boolean;
}

export function useCompletion(text: string, cursor: number, isThread: boolean, change: (text: string, cursor: number) => void): Completion {
  const state = useWorkspace();
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const word = useMemo(() => wordAt(text, cursor, isThread), [text, cursor, isThread]);
  const suggestions = useMemo(() => {
    if (!word || dismissed === text) return NONE;
    if (word.kind === "command") return suggestCommands(state.app.commands, word.typed);
    if (word.kind === "emoji") return suggestEmoji(EMOJI_NAMES(), word.typed, emojiOf);
    return suggestPeople(Object.values(state.people), word.typed, (id) => nameOf(state, id));
  }, [word, dismissed, text, state]);
  useEffect(() => setActive(0), [word?.kind, word?.typed]);

  const choose = (suggestion: Suggestion) => {
    if (!word) return;
    const after = complete(text, cursor, word, suggestion);
    change(after.text, after.cursor);
  };
  const takeKey = (event: KeyboardEvent) => {
    const chosen = suggestions[active];
    if (!chosen) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      setActive((active + (event.key === "ArrowDown" ? 1 : suggestions.length - 1)) % suggestions.length);
      return true;
    }
    // A command that is typed in full is sent, not completed.
    const isWhole = event.key === "Enter" && chosen.kind === "command" && chosen.label === text;
    if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey && !isWhole) {
      choose(chosen);
      return true;
    }
    if (event.key === "Escape") {
      setDismissed(text);
      return true;
    }
    return false;
  };
  return { suggestions, active, point: setActive, choose, takeKey };
}
