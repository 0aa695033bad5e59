// Keeps a list of messages at its end as it grows, unless somebody has scrolled up. Of a message that
// is taller than the window, the beginning is shown: that is where one reads first.
import { useCallback, useLayoutEffect, useRef, type RefObject } from "react";

const NEAR_END = 150;
const GAP = 8;

/** Returns what to do when the list was scrolled. */
export function useFollowing(box: RefObject<HTMLElement | null>, inner: RefObject<HTMLElement | null>, place: string): () => void {
  const follows = useRef(true);
  /** Where this page has scrolled to: other positions are somebody's choice. */
  const own = useRef(-1);
  /** The tall message that somebody has begun to read. */
  const read = useRef<string | undefined>(undefined);

  useLayoutEffect(() => {
    const scroller = box.current;
    if (!scroller || !inner.current) return undefined;
    follows.current = true;
    read.current = undefined;
    const stick = () => {
      if (!follows.current) return;
      const last = lastMessage(scroller);
      const isTall = last !== undefined && last.offsetHeight > scroller.clientHeight && read.current !== last.dataset["ts"];
      const top = isTall ? last.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop - GAP : scroller.scrollHeight;
      scroller.scrollTop = top;
      own.current = scroller.scrollTop;
    };
    stick();
    const watcher = new ResizeObserver(stick);
    watcher.observe(inner.current);
    watcher.observe(scroller);
    return () => watcher.disconnect();
  }, [box, inner, place]);

  return useCallback(() => {
    const scroller = box.current;
    if (!scroller || Math.abs(scroller.scrollTop - own.current) < 2) return;
    own.current = -1;
    read.current = lastMessage(scroller)?.dataset["ts"];
    follows.current = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
  }, [box]);
}

const lastMessage = (scroller: HTMLElement) => [...scroller.querySelectorAll<HTMLElement>("article.message")].at(-1);
