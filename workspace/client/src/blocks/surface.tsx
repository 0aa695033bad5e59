// What blocks stand on: a message, a modal or the Home. It says what inputs hold, and what using one does.
import { createContext, useContext } from "react";
import type { Block, Element, Json } from "../protocol";

export interface Surface {
  kind: "message" | "modal" | "home";
  /** The timestamp of the message, or the id of the view. */
  container: string;
  /** Unique in the page: names of radio groups and labels begin with it. */
  key: string;
  errors: Record<string, string>;
  held: (block: Block, element: Element) => Json | undefined;
  hold: (block: Block, element: Element, value: Json) => void;
  use: (block: Block, element: Element, value: Json) => void;
}

export const SurfaceContext = createContext<Surface | null>(null);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (!surface) throw new Error("Blocks stand on a message, a modal or the Home.");
  return surface;
}

/** What an element is given: itself, its block, and the ids that describe it to screen readers. */
export interface ElementProps {
  block: Block;
  element: Element;
  labelledBy?: string | undefined;
  describedBy?: string | undefined;
  isInvalid?: boolean;
}

/** The value that the app's definition of an element begins with. */
export function initialValue(element: Element): Json | undefined {
  if (element.initial_options) return element.initial_options.map((option) => option.value);
  if (element.initial_option) return element.initial_option.value;
  const name = Object.keys(element).find((key) => key.startsWith("initial_"));
  return name ? (element[name] as Json) : undefined;
}

/** Whether a change of an element is told to the app at once. */
export const dispatches = (block: Block) => block.type !== "input" || block.dispatch_action === true;
