// F6 leads from one part of the window to the next, as in Slack; with Shift, back.
import { useEffect } from "react";

const PARTS = ["#tour button.primary", ".place.current", "#messages article:last-of-type, .home button", "#composer textarea", "#thread-messages article:last-of-type", "#thread-composer textarea", "#inspector [role=tab][aria-selected=true]"];

export function useRegions(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "F6" || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      const stops = PARTS.map((part) => [...document.querySelectorAll<HTMLElement>(part)].at(-1)).filter((each) => each !== undefined && each.getClientRects().length > 0);
      const regions = stops.map((each) => each?.closest("#tour, nav, section, form, aside"));
      const at = regions.findIndex((each) => each?.contains(document.activeElement));
      const next = at < 0 ? 0 : (at + (event.shiftKey ? stops.length - 1 : 1)) % stops.length;
      stops[next]?.focus();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}
