// Where this window is: the person, the conversation and the thread. It stands in the address, so
// that two windows can be two people, and a reload or a link leads back.
import { useCallback, useEffect, useMemo, useState } from "react";

export interface Place {
  /** A channel id, or "home" for the app's Home tab. */
  at: string;
  thread: string | null;
}

export interface Navigation extends Place {
  go: (at: string) => void;
  openThread: (ts: string | null) => void;
  openMessage: (channel: string, ts: string | null) => void;
}

const ARCHIVE = /^\/archives\/([^/]+)\/p(\d+)(\d{6})$/;

/** Returns what an address names; `message` is the one to scroll to. */
export function readAddress(pathname: string, hash: string): Place & { message: string | null } {
  const archive = ARCHIVE.exec(pathname);
  if (archive) return { at: archive[1] ?? "", thread: null, message: `${archive[2]}.${archive[3]}` };
  const [at = "", thread = ""] = hash.replace(/^#/, "").split("/");
  return { at, thread: thread || null, message: null };
}

export function readPerson(search: string, remembered: string | null): string {
  return new URLSearchParams(search).get("user") ?? remembered ?? "";
}

export function writeAddress(user: string, place: Place): string {
  return `/?user=${encodeURIComponent(user)}#${place.at}${place.thread ? `/${place.thread}` : ""}`;
}

export function usePlace(): Navigation {
  const [place, setPlace] = useState<Place>(() => readAddress(location.pathname, location.hash));
  useEffect(() => {
    const follow = () => setPlace(readAddress(location.pathname, location.hash));
    window.addEventListener("popstate", follow);
    return () => window.removeEventListener("popstate", follow);
  }, []);
  const go = useCallback((at: string) => setPlace({ at, thread: null }), []);
  const openThread = useCallback((thread: string | null) => setPlace((before) => ({ ...before, thread })), []);
  const openMessage = useCallback((at: string, thread: string | null) => setPlace({ at, thread }), []);
  return useMemo(() => ({ ...place, go, openThread, openMessage }), [place, go, openThread, openMessage]);
}
