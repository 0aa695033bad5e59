// A person's picture: the first letter on a colour of their own.
import type { ReactNode } from "react";
import { Icon } from "./Icon";

const COLOURS = 6;

export function colourOf(id: string): number {
  return [...id].reduce((hash, letter) => (hash * 33 + letter.charCodeAt(0)) >>> 0, 7) % COLOURS;
}

export function Avatar({ id, name, isApp = false, size = "" }: { id: string; name: string; isApp?: boolean; size?: "small" | "" | "large" }): ReactNode {
  return (
    <span aria-hidden="true" className={`avatar ${isApp ? "app" : `colour-${colourOf(id)}`} ${size}`}>
      {id === "USLACKBOT" ? <Icon name="hash" /> : initials(name, isApp || size === "small" ? 1 : 2)}
    </span>
  );
}

function initials(name: string, most: number): string {
  const words = name.split(/\s+/).filter(Boolean);
  return words.slice(0, most).map((word) => word[0]?.toUpperCase() ?? "").join("");
}
