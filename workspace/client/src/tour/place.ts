// Where a step takes place, and the thing in the page that it is about.
import { directMessage, type State } from "../state/state";
import type { Step } from "./tour";

/** Returns the id of the conversation of a step, or null if it has none. */
export function channelOf(step: Step, state: State): string | null {
  if (!step.place || step.place === "home") return null;
  return step.place === "app" ? (directMessage(state)?.id ?? null) : step.place;
}

/** Returns the thread with the newest message of the app that has this element. */
export function threadWith(action: string, channel: string, state: State): string | null {
  const found = (state.messages[channel] ?? []).filter((each) => each.user === state.app.bot && JSON.stringify(each.blocks ?? []).includes(`"action_id":"${action}"`)).at(-1);
  return found?.thread_ts ?? null;
}

/** Returns the element of the page that a step points at: the one in a modal or thread first. */
export function findAnchor(step: Step, isPersonRight: boolean, isDone: boolean): HTMLElement | null {
  if (!isPersonRight) return visible("#person button") ?? visible(".only-narrow[aria-label='Show conversations']");
  if (step.press) {
    const action = CSS.escape(step.press);
    return ofLast(`.modal`, action) ?? ofLast("#thread article", action) ?? ofLast("#messages article", action);
  }
  if (isDone) return null;
  return visible("#composer .composer-box");
}

/** Returns the first such element of the last message, or modal, that has one. */
function ofLast(holder: string, action: string): HTMLElement | null {
  const found = [...document.querySelectorAll(holder)].map((each) => each.querySelector<HTMLElement>(`[data-action="${action}"]`));
  return found.filter((each) => each !== null).filter(isVisible).at(-1) ?? null;
}

const visible = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)].find(isVisible) ?? null;

const isVisible = (element: HTMLElement) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
