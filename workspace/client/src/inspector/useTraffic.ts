// Follows the workspace's feed of requests while the inspector is open.
import { useEffect, useState, useSyncExternalStore } from "react";
import { put, type Feed, type Settings, type TrafficRecord } from "./records";

const MOST = 400;
const NO_SETTINGS: Settings = { faults: [], rate_limit: false, transport: "socket", sockets: 0 };

export function useTraffic(isPaused: boolean): { records: TrafficRecord[]; settings: Settings } {
  const [records, setRecords] = useState<TrafficRecord[]>([]);
  const [settings, setSettings] = useState<Settings>(NO_SETTINGS);
  const isVisible = useVisible();
  useEffect(() => {
    if (isPaused || !isVisible) return undefined;
    const feed = new EventSource("/control/feed");
    feed.onmessage = (event) => {
      const update = JSON.parse(event.data as string) as Feed;
      if (update.kind === "record") setRecords((before) => put(before, update.record, MOST));
      else setSettings(update);
      if (update.kind === "snapshot") setRecords(update.records);
    };
    return () => feed.close();
  }, [isPaused, isVisible]);
  return { records, settings };
}

/** Browsers hold six connections to a server for all windows: a hidden inspector lets go of its own. */
function useVisible(): boolean {
  return useSyncExternalStore(
    (listener) => {
      document.addEventListener("visibilitychange", listener);
      return () => document.removeEventListener("visibilitychange", listener);
    },
    () => document.visibilityState === "visible",
  );
}
