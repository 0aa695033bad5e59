// Which addresses a link may lead to, and which of them lead somewhere in this workspace.

export type Target =
  | { kind: "web"; url: string }
  | { kind: "app"; tab: string }
  | { kind: "message"; channel: string; ts: string; thread: string | null }
  | { kind: "none" };

const SAFE = new Set(["http:", "https:", "mailto:"]);

/** Returns where an address leads; scripts and unknown schemes lead nowhere. */
export function readLink(address: string, origin: string): Target {
  let url: URL;
  try {
    url = new URL(address, origin);
  } catch {
    return { kind: "none" };
  }
  const isApp = url.protocol === "slack:" || (url.origin === origin && url.pathname === "/slack-app");
  if (isApp) return { kind: "app", tab: url.searchParams.get("tab") ?? "messages" };
  const archive = /^\/archives\/([^/]+)\/p(\d+)(\d{6})$/.exec(url.pathname);
  if (archive && url.origin === origin)
    return { kind: "message", channel: archive[1] ?? "", ts: `${archive[2]}.${archive[3]}`, thread: url.searchParams.get("thread_ts") };
  return SAFE.has(url.protocol) ? { kind: "web", url: url.href } : { kind: "none" };
}
