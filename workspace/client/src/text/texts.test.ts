import { describe, expect, it } from "vitest";
import { prepareMarkdown } from "../blocks/prepare";
import { readAddress, writeAddress } from "../state/place";
import { readLink } from "./links";
import { fromLocal, toLocal } from "./pickers";
import { toRichText, toTyped } from "./richtext";
import { unstore } from "./stored";

const ORIGIN = "http://127.0.0.1:4390";

describe("links", () => {
  it.each([["javascript:alert(1)"], ["data:text/html,x"], ["vbscript:x"], ["file:///etc/passwd"]])("never lead to %s", (address) =>
    expect(readLink(address, ORIGIN)).toEqual({ kind: "none" }));
  it("lead to the web, to the app's tabs and to messages of this workspace", () => {
    expect(readLink("https://x.org/a", ORIGIN)).toEqual({ kind: "web", url: "https://x.org/a" });
    expect(readLink("slack://app?team=T&id=A&tab=home", ORIGIN)).toEqual({ kind: "app", tab: "home" });
    expect(readLink(`${ORIGIN}/archives/C1/p1700000000000100?thread_ts=1.2`, ORIGIN)).toEqual({ kind: "message", channel: "C1", ts: "1700000000.000100", thread: "1.2" });
    expect(readLink("https://elsewhere.slack.com/archives/C1/p1700000000000100", ORIGIN)).toMatchObject({ kind: "web" });
  });
});

describe("Markdown", () => {
  it("loads no image, and keeps code as it is", () =>
    expect(prepareMarkdown("![a](https://x.org/a.png) `![b](c)`\n```\n![d](e)\n```")).toBe("[Image: a](https://x.org/a.png) `![b](c)`\n```\n![d](e)\n```"));
  it("keeps the library from dropping Slack's own addresses", () => expect(prepareMarkdown("[here](slack://app?tab=home)")).toBe("[here](/slack-app?tab=home)"));
});

describe("rich text", () => {
  it("is made of Slack's marks", () => {
    const [section, list] = toRichText("a *b* `c*d*` https://x.org.\n- one\n- two").elements;
    expect(section?.elements).toEqual([
      { type: "text", text: "a " },
      { type: "text", text: "b", style: { bold: true } },
      { type: "text", text: " " },
      { type: "text", text: "c*d*", style: { code: true } },
      { type: "text", text: " " },
      { type: "link", url: "https://x.org" },
      { type: "text", text: "." },
    ]);
    expect(list).toMatchObject({ type: "rich_text_list", style: "bullet" });
  });
  it.each([["a *b* and _c_"], ["- one\n- two"], ["1. one\n2. two"], ["snake_case_name stays"]])("comes back as typed: %s", (text) =>
    expect(toTyped(toRichText(text))).toBe(text));
});

describe("what is stored", () => {
  it("comes back as typed", () => expect(unstore("<@U1> &amp; <https://x.org|x> &lt;b&gt;", { U1: { name: "ada" } })).toBe("@ada & https://x.org <b>"));
});

describe("pickers", () => {
  it("keep the minute", () => expect(fromLocal(toLocal(1_795_000_020))).toBe(1_795_000_020));
  it("hold nothing when nothing is chosen", () => expect([toLocal(null), fromLocal("")]).toEqual(["", null]));
});

describe("addresses", () => {
  it("name person, conversation and thread, and are read back", () => {
    const address = writeAddress("U_PM", { at: "C1", thread: "1.2" });
    expect(address).toBe("/?user=U_PM#C1/1.2");
    expect(readAddress("/", "#C1/1.2")).toEqual({ at: "C1", thread: "1.2", message: null });
  });
  it("of Slack's permalinks name a message", () => expect(readAddress("/archives/C1/p1700000000000100", "")).toMatchObject({ at: "C1", message: "1700000000.000100" }));
});
