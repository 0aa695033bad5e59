// Puts something that floats below its anchor, or above it where there is no room. It is fixed to the
// window, so that no scrolling box cuts it off.
import { useLayoutEffect, type RefObject } from "react";

const GAP = 4;
const EDGE = 8;

export function usePlacement(anchor: RefObject<HTMLElement | null>, floating: RefObject<HTMLElement | null>, isOpen: boolean, side: "start" | "end" = "start"): void {
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    const place = () => {
      const box = floating.current;
      const from = anchor.current?.getBoundingClientRect();
      if (!box || !from) return;
      box.style.minWidth = `${Math.min(from.width, window.innerWidth - 2 * EDGE)}px`;
      const below = window.innerHeight - from.bottom - GAP - EDGE;
      const above = from.top - GAP - EDGE;
      const isBelow = below >= Math.min(box.scrollHeight, 320) || below >= above;
      box.style.maxHeight = `${Math.max(80, Math.min(420, isBelow ? below : above))}px`;
      const left = side === "start" ? from.left : from.right - box.offsetWidth;
      box.style.left = `${Math.max(EDGE, Math.min(left, window.innerWidth - box.offsetWidth - EDGE))}px`;
      box.style.top = isBelow ? `${from.bottom + GAP}px` : "auto";
      box.style.bottom = isBelow ? "auto" : `${window.innerHeight - from.top + GAP}px`;
    };
    place();
    const watcher = new ResizeObserver(place);
    if (floating.current) watcher.observe(floating.current);
    window.addEventListener("resize", place);
    document.addEventListener("scroll", place, true);
    return () => {
      watcher.disconnect();
      window.removeEventListener("resize", place);
      document.removeEventListener("scroll", place, true);
    };
  }, [anchor, floating, isOpen, side]);
}
