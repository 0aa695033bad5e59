// A tour: steps that somebody takes for real. The workspace serves it from a file of the app's makers;
// workspace/README.md tells the shape. Pure: what completes a step, and what is remembered.
import type { Happening } from "../state/store";

export interface Tour {
  /** Remembered under this name: a tour that has changed may take another. */
  id: string;
  title: string;
  text: string;
  steps: Step[];
}

export interface Step {
  title: string;
  /** What to do, and what is said once it is done. */
  text: string;
  after?: string;
  /** Who takes the step: a person's id. */
  who?: string;
  /** Where: a channel's id, "app" for the app's messages, or "home". */
  place?: string;
  /** What is written for this step, a message or a command. */
  write?: string;
  /** The action id of the button that is pressed for this step. */
  press?: string;
  /** What the button that does it is called. */
  button?: string;
  done: Done;
}

/** One of these completes a step. */
export interface Done {
  /** "app": the app has said something where the step takes place. */
  message?: "app";
  /** A button with this action id was pressed. */
  click?: string;
  /** This command was used. */
  command?: string;
  /** A modal was opened: with this callback_id, or "*". */
  modal?: string;
  /** A modal was submitted. */
  submit?: string;
}

export function readTour(value: unknown): Tour | null {
  const tour = value as Partial<Tour> | null;
  if (!tour || !Array.isArray(tour.steps) || !tour.steps.length) return null;
  return { id: tour.id ?? "tour", title: tour.title ?? "Welcome", text: tour.text ?? "", steps: tour.steps };
}

export interface Context {
  bot: string;
  channel: string | null;
  /** The newest message when the step began: what is older is another matter, even if it changes now. */
  since: number;
}

export function completes(done: Done, happening: Happening, context: Context): boolean {
  if ("act" in happening) {
    const { act, given } = happening;
    if (done.click && (act === "click" || act === "click_view")) return given["action_id"] === done.click;
    if (done.command && act === "slash") return given["command"] === done.command;
    return Boolean(done.submit) && act === "submit_view";
  }
  const { update } = happening;
  if (done.message && update.kind === "message") {
    const { user, streaming, channel, ts } = update.message;
    return user === context.bot && !streaming && (!context.channel || channel === context.channel) && Number(ts) > context.since;
  }
  if (done.modal && update.kind === "views")
    return update.modals.some((each) => done.modal === "*" || each.callback_id === done.modal);
  return false;
}

export interface Progress {
  id: string;
  /** -1 before the first step; the number of steps once the tour is over or skipped. */
  step: number;
}

export function readProgress(stored: string | null, tour: Tour): Progress {
  try {
    const found = JSON.parse(stored ?? "null") as Progress | null;
    if (found?.id === tour.id && Number.isInteger(found.step)) return found;
  } catch {
    // What cannot be read is as good as nothing remembered.
  }
  return { id: tour.id, step: -1 };
}
