// The page's only way to the workspace: its snapshot, its feed, and what a person does.
import type { Json, Snapshot } from "../protocol";

export interface Answer {
  ok: boolean;
  error?: string;
  result?: string | null;
}

export async function fetchSnapshot(user: string): Promise<Snapshot> {
  const response = await fetch(`/page/state?user=${encodeURIComponent(user)}`);
  return (await response.json()) as Snapshot;
}

export async function sendAct(act: string, user: string, given: Record<string, unknown>): Promise<Answer> {
  try {
    const response = await fetch("/page/act", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ act, user, ...given }),
    });
    return (await response.json()) as Answer;
  } catch {
    return { ok: false, error: "The workspace does not answer. Is it still running?" };
  }
}

export async function getJson<Result>(path: string): Promise<Result | null> {
  try {
    const response = await fetch(path);
    return response.ok ? ((await response.json()) as Result) : null;
  } catch {
    return null;
  }
}

export async function sendJson(path: string, method: "POST" | "DELETE", body?: Json): Promise<Answer> {
  try {
    const init: RequestInit = { method };
    if (body !== undefined) {
      init.headers = { "Content-Type": "application/json" };
      init.body = JSON.stringify(body);
    }
    return (await (await fetch(path, init)).json()) as Answer;
  } catch {
    return { ok: false, error: "The workspace does not answer. Is it still running?" };
  }
}

/** Returns the file's content as base64. */
export async function readBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
