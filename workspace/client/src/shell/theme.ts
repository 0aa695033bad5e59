// Light or dark: as the system says, until somebody chooses. Outside of React, as it stands on <html>.
import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark";

const KEY = "theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

const chosen = (): Theme | null => {
  const value = localStorage.getItem(KEY);
  return value === "light" || value === "dark" ? value : null;
};

const current = (): Theme => chosen() ?? (system.matches ? "dark" : "light");

// Kept, not asked for at each drawing: to read what the system says before it has told of a change loses that change.
let shown: Theme = current();

function apply(): void {
  shown = current();
  document.documentElement.dataset["theme"] = shown;
  listeners.forEach((listener) => listener());
}

export function startTheme(): void {
  system.addEventListener("change", apply);
  window.addEventListener("storage", apply);
  apply();
}

export function toggleTheme(): void {
  localStorage.setItem(KEY, shown === "dark" ? "light" : "dark");
  apply();
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, () => shown);
}
