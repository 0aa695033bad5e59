// What the app is doing: "advisor is thinking...", with its loading messages one after the other.
import { useEffect, useState, type ReactNode } from "react";
import { useWorkspace } from "../state/context";
import type { Status } from "../state/state";

const PERIOD = 2500;

export function StatusLine({ id, status }: { id: string; status: Status | null }): ReactNode {
  const { app } = useWorkspace();
  const [at, setAt] = useState(0);
  const loading = status?.loading_messages ?? [];
  useEffect(() => {
    setAt(0);
    if (loading.length < 2) return undefined;
    const timer = setInterval(() => setAt((before) => before + 1), PERIOD);
    return () => clearInterval(timer);
  }, [status, loading.length]);
  return (
    <div className={`status ${status ? "active" : ""}`} id={id} role="status">
      {status && <><span aria-hidden="true" className="dots" />{loading.length ? loading[at % loading.length] : `${app.name} ${status.status}`}</>}
    </div>
  );
}
