// The time of day, told anew each half minute, for times such as "5 minutes ago".
import { useSyncExternalStore } from "react";

const PERIOD = 30_000;
const listeners = new Set<() => void>();
let now = new Date();

setInterval(() => {
  now = new Date();
  listeners.forEach((listener) => listener());
}, PERIOD);

export function useNow(): Date {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, () => now);
}
