// What passes between Slack and the app, and which of it fits a filter. Pure.
import type { Json } from "../protocol";

export interface TrafficRecord {
  id: string;
  kind: "call" | "delivery";
  name: string;
  stage: string;
  at: number;
  seconds: number | null;
  payload: Json;
  status?: number | null;
  answer?: Json;
  ok?: boolean;
  faults?: string[];
  envelope?: string;
  event_id?: string | null;
  again_of?: string | null;
  acked?: boolean;
  ack_seconds?: number | null;
  attempts?: Json;
  first_message?: { channel: string; ts: string; thread_ts: string | null; seconds: number };
}

export interface Fault {
  id: string;
  kind: string;
  method: string;
  times: number | null;
  delay: number;
  status: number;
  error: string | null;
}

export interface Settings {
  faults: Fault[];
  rate_limit: boolean;
  transport: "socket" | "http";
  sockets: number;
}

export type Feed =
  | ({ kind: "snapshot"; records: TrafficRecord[] } & Settings)
  | ({ kind: "settings" } & Settings)
  | { kind: "record"; record: TrafficRecord };

export const FILTERS = ["all", "calls", "events", "commands", "interactions", "failed"] as const;
export type Filter = (typeof FILTERS)[number];

export function isFailed(record: TrafficRecord): boolean {
  if (record.kind === "call") return record.stage === "end" && record.ok === false;
  return record.stage === "end" && record.acked === false;
}

export function fits(record: TrafficRecord, filter: Filter, search: string): boolean {
  const isOfKind = {
    all: true,
    calls: record.kind === "call",
    events: record.envelope === "events_api",
    commands: record.envelope === "slash_commands",
    interactions: record.envelope === "interactive",
    failed: isFailed(record),
  }[filter];
  if (!isOfKind) return false;
  const word = search.trim().toLowerCase();
  return !word || `${record.name} ${JSON.stringify(record.payload)} ${JSON.stringify(record.answer ?? null)}`.toLowerCase().includes(word);
}

/** Returns the records with one more, or with a later stage of one that is there. */
export function put(records: TrafficRecord[], record: TrafficRecord, most: number): TrafficRecord[] {
  const index = records.findLastIndex((each) => each.id === record.id);
  if (index < 0) return [...records, record].slice(-most);
  return records.map((each, at) => (at === index ? record : each));
}

/** A few words on what a record is about: who, where, which action. */
export function summarise(record: TrafficRecord): string {
  const payload = (record.payload ?? {}) as Record<string, Json>;
  const event = (payload["event"] ?? {}) as Record<string, Json>;
  const action = ((payload["actions"] as Json[] | undefined)?.[0] ?? {}) as Record<string, Json>;
  const view = (payload["view"] ?? {}) as Record<string, Json>;
  const words = [
    action["action_id"],
    view["callback_id"],
    payload["callback_id"],
    payload["text"] ?? event["text"] ?? payload["markdown_text"] ?? payload["status"],
    payload["channel"] ?? payload["channel_id"] ?? event["channel"],
  ];
  return words.filter((each): each is string => typeof each === "string" && each !== "").join(" · ").slice(0, 160);
}
