import { describe, expect, it } from "vitest";
import type { Message, Snapshot } from "../protocol";
import { load, reduce, statusOfAny, threadOf, topLevel, type Open } from "./state";

const SNAPSHOT: Snapshot = {
  user: "U_PM",
  app: { name: "advisor", bot: "U_BOT", commands: [], shortcuts: [] },
  people: [],
  channels: [{ id: "C1", kind: "channel", has_app: true }],
  messages: [],
  threads: [],
  selections: {},
  home: null,
  modals: [],
};
const message = (ts: string, more: Partial<Message> = {}): Message => ({ channel: "C1", ts, user: "U_BOT", text: ts, ...more });
const ELSEWHERE: Open = { channel: "C2", thread: null };
const HERE: Open = { channel: "C1", thread: null };
const after = (messages: Message[], open: Open) =>
  messages.reduce((state, each) => reduce(state, { kind: "message", message: each }, open, 0), load(SNAPSHOT, null));

describe("messages", () => {
  it("stand in the order of their timestamps, whenever they come", () => {
    expect(after([message("3"), message("1"), message("2")], HERE).messages["C1"]?.map((each) => each.ts)).toEqual(["1", "2", "3"]);
  });
  it("are replaced when they come again, and are not counted twice as unread", () => {
    const state = after([message("1"), message("1", { text: "edited" })], ELSEWHERE);
    expect(state.messages["C1"]).toHaveLength(1);
    expect(state.messages["C1"]?.[0]?.text).toBe("edited");
    expect(state.unread).toEqual({ C1: 1 });
  });
  it("are unread only where they are not shown, and not if they are one's own", () => {
    expect(after([message("1")], HERE).unread).toEqual({});
    expect(after([message("1", { user: "U_PM" })], ELSEWHERE).unread).toEqual({});
  });
  it("of a closed thread mark that thread as fresh, until it is seen", () => {
    const state = after([message("1"), message("2", { thread_ts: "1" })], HERE);
    expect(state.fresh).toEqual({ "C1 1": true });
    expect(reduce(state, { kind: "threadSeen", channel: "C1", ts: "1" }, HERE, 0).fresh).toEqual({});
  });
  it("of threads stand in the channel only if they were sent there too", () => {
    const state = after([message("1"), message("2", { thread_ts: "1" }), message("3", { thread_ts: "1", subtype: "thread_broadcast" })], HERE);
    expect(topLevel(state, "C1").map((each) => each.ts)).toEqual(["1", "3"]);
    expect(threadOf(state, "C1", "1").map((each) => each.ts)).toEqual(["1", "2", "3"]);
  });
  it("go when they are deleted", () => {
    const state = reduce(after([message("1"), message("2")], HERE), { kind: "deleted", channel: "C1", ts: "1" }, HERE, 0);
    expect(state.messages["C1"]?.map((each) => each.ts)).toEqual(["2"]);
  });
});

describe("what Slack tells", () => {
  it("is an ephemeral message where it concerns a channel", () => {
    const state = reduce(load(SNAPSHOT, null), { kind: "told", channel: "C1", text: "/x is not a valid command." }, HERE, 1000);
    expect(state.messages["C1"]?.[0]).toMatchObject({ is_ephemeral: true, ts: "1.000000" });
  });
});

describe("a status", () => {
  it("of a closed thread stands for its channel, and goes when it is cleared", () => {
    const told = (status: string) => ({ kind: "thread", thread: { channel: "C1", thread_ts: "1", what: "status", value: { status } } }) as const;
    const state = reduce(after([message("1")], HERE), told("is thinking..."), HERE, 0);
    expect(statusOfAny(state, "C1", null)?.status).toBe("is thinking...");
    expect(statusOfAny(state, "C1", "1")).toBeNull();
    expect(statusOfAny(reduce(state, told(""), HERE, 0), "C1", null)).toBeNull();
  });
});

describe("another person", () => {
  it("begins with nothing unread", () => {
    const state = after([message("1")], ELSEWHERE);
    expect(load({ ...SNAPSHOT, user: "U_ENG" }, state).unread).toEqual({});
    expect(load(SNAPSHOT, state).unread).toEqual({ C1: 1 });
  });
});
