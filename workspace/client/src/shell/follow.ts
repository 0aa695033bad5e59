// Follows a link: to a message, to the app's tabs, or to a window of its own.
import { useCallback, useEffect } from "react";
import { directMessage, findMessage } from "../state/state";
import { useStore } from "../state/context";
import { readLink, type Target } from "../text/links";
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

/** Follows links that the library draws itself, in Markdown, where they lead into this workspace. */
export function useDrawnLinks(): void {
  const follow = useFollow();
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>(".slack_blocks_to_jsx__markdown_block a[href]") : null;
      const target = link && readLink(link.href, location.origin);
      if (!target || target.kind === "web") return;
      event.preventDefault();
      follow(target);
    };
    document.addEventListener("click", onClick);
    return () => document.removeEventListener("click", onClick);
  }, [follow]);
}

/** Scrolls to a message and marks it for a moment. */
export function flash(ts: string): void {
  for (const found of document.querySelectorAll<HTMLElement>(`[data-ts="${CSS.escape(ts)}"]`)) {
    found.scrollIntoView({ block: "center" });
    found.classList.add("flash");
    setTimeout(() => found.classList.remove("flash"), 2500);
  }
}
