// Follows a link: to a message, to the app's tabs, or to a window of its own.
import { useCallback } from "react";
import { directMessage, findMessage } from "../state/state";
import { useStore } from "../state/context";
import type { Target } from "../text/links";
import { useNavigation } from "./navigation";

export function useFollow(): (target: Target) => void {
  const store = useStore();
  const { go, openMessage } = useNavigation();
  return useCallback(
    (target: Target) => {
      const state = store.state;
      if (target.kind === "web") window.open(target.url, "_blank", "noopener");
      if (target.kind === "app" && state) {
        const isHome = target.tab === "home";
        go(isHome ? "home" : (directMessage(state)?.id ?? "home"));
        void store.act(isHome ? "open_home" : "open_dm");
      }
      if (target.kind === "message" && state) {
        const found = findMessage(state, target.channel, target.ts);
        openMessage(target.channel, target.thread ?? found?.thread_ts ?? null);
        setTimeout(() => flash(target.ts), 100);
      }
    },
    [store, go, openMessage],
  );
}

/** Scrolls to a message and marks it for a moment. */
export function flash(ts: string): void {
  for (const found of document.querySelectorAll<HTMLElement>(`[data-ts="${CSS.escape(ts)}"]`)) {
    found.scrollIntoView({ block: "center" });
    found.classList.add("flash");
    setTimeout(() => found.classList.remove("flash"), 2500);
  }
}
