import { describe, expect, it } from "vitest";
import { ago, dayName, duration, isContinued, ordinal } from "./time";

const at = (text: string) => new Date(text);
const ts = (text: string) => String(at(text).getTime() / 1000);
const NOW = at("2026-11-22T15:00:00");

describe("times", () => {
  it.each([
    ["2026-11-22T00:00:10", "Today"],
    ["2026-11-21T23:59:00", "Yesterday"],
    ["2026-06-01T12:00:00", "Monday, June 1st"],
    ["2025-12-24T12:00:00", "Wednesday, December 24th, 2025"],
  ])("name the day of %s", (when, name) => expect(dayName(ts(when), NOW)).toBe(name));

  it.each([
    ["2026-11-22T14:59:30", "just now"],
    ["2026-11-22T15:00:30", "just now"],
    ["2026-11-22T14:59:00", "1 minute ago"],
    ["2026-11-22T12:30:00", "2 hours ago"],
    ["2026-11-21T14:00:00", "yesterday"],
    ["2026-11-18T15:00:00", "4 days ago"],
  ])("tell how long ago %s was", (when, words) => expect(ago(ts(when), NOW)).toBe(words));

  it("write ordinals as people do", () => expect([1, 2, 3, 4, 11, 12, 13, 21, 22].map(ordinal).join(" ")).toBe("st nd rd th th th th st nd"));

  it("join messages of one person within five minutes of one day", () => {
    const message = (when: string, user = "U1") => ({ ts: ts(when), user });
    expect(isContinued(message("2026-11-22T10:00:00"), message("2026-11-22T10:04:00"))).toBe(true);
    expect(isContinued(message("2026-11-22T10:00:00"), message("2026-11-22T10:06:00"))).toBe(false);
    expect(isContinued(message("2026-11-22T10:00:00"), message("2026-11-22T10:01:00", "U2"))).toBe(false);
    expect(isContinued(message("2026-11-21T23:59:00"), message("2026-11-22T00:01:00"))).toBe(false);
    expect(isContinued(undefined, message("2026-11-22T10:00:00"))).toBe(false);
  });

  it("write durations in milliseconds below a second", () => expect([0.0123, 1.5, null].map(duration)).toEqual(["12 ms", "1.50 s", "–"]));
});
