import { describe, expect, it } from "vitest";
import type { Message } from "../protocol";
import { place } from "./placing";
import { completes, readProgress, readTour } from "./tour";

const CONTEXT = { bot: "U_BOT", channel: "C1", since: 0.5 };
const said = (more: Partial<Message>) => ({ update: { kind: "message" as const, message: { channel: "C1", ts: "1", user: "U_BOT", text: "", ...more } } });

describe("a step is completed", () => {
  it("by a message of the app, where the step takes place, once it is whole", () => {
    expect(completes({ message: "app" }, said({}), CONTEXT)).toBe(true);
    expect(completes({ message: "app" }, said({ streaming: true }), CONTEXT)).toBe(false);
    expect(completes({ message: "app" }, said({ user: "U_PM" }), CONTEXT)).toBe(false);
    expect(completes({ message: "app" }, said({ channel: "C2" }), CONTEXT)).toBe(false);
    expect(completes({ message: "app" }, said({}), { ...CONTEXT, since: 1 })).toBe(false);
  });
  it("by the click, the command or the modal that it names", () => {
    expect(completes({ click: "feedback" }, { act: "click", given: { action_id: "feedback" } }, CONTEXT)).toBe(true);
    expect(completes({ click: "feedback" }, { act: "click", given: { action_id: "other" } }, CONTEXT)).toBe(false);
    expect(completes({ command: "/triage" }, { act: "slash", given: { command: "/triage" } }, CONTEXT)).toBe(true);
    expect(completes({ submit: "form" }, { act: "submit_view", given: {} }, CONTEXT)).toBe(true);
  });
});

describe("a tour", () => {
  it("without steps is none", () => expect([readTour(null), readTour({ steps: [] }), readTour("x")]).toEqual([null, null, null]));
  it("goes on where it was left, unless it is another one", () => {
    const tour = readTour({ id: "t", steps: [{ title: "a", text: "", done: {} }] });
    expect(tour && readProgress('{"id":"t","step":1}', tour).step).toBe(1);
    expect(tour && readProgress('{"id":"u","step":1}', tour).step).toBe(-1);
    expect(tour && readProgress("not json", tour).step).toBe(-1);
  });
});

describe("a card", () => {
  const card = { width: 300, height: 200 };
  it.each([
    [{ left: 20, top: 600, width: 400, height: 100 }, { width: 1280, height: 800 }],
    [{ left: 1200, top: 10, width: 60, height: 30 }, { width: 1280, height: 800 }],
    [{ left: 0, top: 0, width: 390, height: 844 }, { width: 390, height: 844 }],
  ])("stays in the window", (anchor, window) => {
    const at = place(anchor, card, window);
    expect(at.left).toBeGreaterThanOrEqual(0);
    expect(at.left + card.width).toBeLessThanOrEqual(window.width);
    expect(at.top).toBeGreaterThanOrEqual(0);
    expect(at.top + card.height).toBeLessThanOrEqual(window.height);
  });
});
