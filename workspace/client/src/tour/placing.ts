// Where a card goes beside the thing it is about: above, below, right or left, wherever there is room.

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

interface Size {
  width: number;
  height: number;
}

const GAP = 14;
const EDGE = 10;

export function place(anchor: Box | null, card: Size, window: Size): { left: number; top: number } {
  const clampX = (left: number) => Math.max(EDGE, Math.min(left, window.width - card.width - EDGE));
  const clampY = (top: number) => Math.max(EDGE, Math.min(top, window.height - card.height - EDGE));
  if (!anchor) return { left: clampX(window.width - card.width - 24), top: clampY(64) };
  const right = anchor.left + anchor.width;
  const bottom = anchor.top + anchor.height;
  // Above something wide it stands at its end, where it hides less of what is written from the left.
  const left = clampX(anchor.width > card.width ? right - card.width : anchor.left);
  if (anchor.top - GAP - card.height >= EDGE) return { left, top: anchor.top - GAP - card.height };
  if (bottom + GAP + card.height <= window.height - EDGE) return { left, top: bottom + GAP };
  if (right + GAP + card.width <= window.width - EDGE) return { left: right + GAP, top: clampY(anchor.top) };
  return { left: clampX(anchor.left - GAP - card.width), top: clampY(anchor.top) };
}
