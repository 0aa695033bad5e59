import { describe, expect, it } from "vitest";
import { complete, readCommand, suggestCommands, suggestPeople, wordAt } from "./completion";

const COMMANDS = [
  { name: "/ask", description: "Ask", hint: "[question]" },
  { name: "/triage", description: "Triage", hint: "" },
];
const person = (id: string, name: string, is_bot = false) => ({ id, name, real_name: name, is_bot, is_admin: false, profile: { title: "" } });

describe("the word at the cursor", () => {
  it.each([
    ["/tri", 4, "command", "tri"],
    ["hello @ad", 9, "person", "ad"],
    ["@", 1, "person", ""],
    ["so :tad", 7, "emoji", "tad"],
  ])("of %s", (text, cursor, kind, typed) => expect(wordAt(text, cursor, false)).toMatchObject({ kind, typed }));

  it.each([["a/tri", 5], ["mail@x", 6], ["10:30", 5], ["@ada said", 9], ["/ask what", 9]])("is none in %s", (text, cursor) =>
    expect(wordAt(text, cursor, false)).toBeNull());

  it("is no command in a thread, where Slack has none", () => expect(wordAt("/tri", 4, true)).toBeNull());
});

describe("suggestions", () => {
  it("of commands begin as typed", () => expect(suggestCommands(COMMANDS, "t").map((each) => each.label)).toEqual(["/triage"]));
  it("of people fit each of their names, apps first", () => {
    const people = [person("U1", "ada"), person("U_BOT", "advisor", true), person("U2", "erik")];
    const names: Record<string, string> = { U1: "Ada Okafor", U_BOT: "advisor", U2: "Erik Lund" };
    const of = (typed: string) => suggestPeople(people, typed, (id) => names[id] ?? "").map((each) => each.key);
    expect(of("ad")).toEqual(["U_BOT", "U1"]);
    expect(of("lu")).toEqual(["U2"]);
  });
  it("take the place of the word, and leave what follows", () => {
    const word = wordAt("ask @ad about it", 7, false);
    expect(word && complete("ask @ad about it", 7, word, { kind: "person", key: "", label: "", detail: "", insert: "@advisor " })).toEqual({ text: "ask @advisor about it", cursor: 13 });
  });
});

describe("commands", () => {
  it("are read with their text", () => {
    expect(readCommand("/ask what\nnow?")).toEqual({ name: "/ask", text: "what\nnow?" });
    expect(readCommand("/triage")).toEqual({ name: "/triage", text: "" });
    expect(readCommand("and/or")).toBeNull();
  });
});
