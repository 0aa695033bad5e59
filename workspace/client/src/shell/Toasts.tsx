// Short words of the workspace itself: what could not be done, and why.
import { useEffect, useState, type ReactNode } from "react";
import { useConnected, useStore } from "../state/context";
import { Icon } from "./Icon";

const SHOWN = 6000;

export function Toasts(): ReactNode {
  const store = useStore();
  const isConnected = useConnected();
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    store.onError = (said) => {
      setText(said);
      clearTimeout(timer);
      timer = setTimeout(() => setText(null), SHOWN);
    };
    return () => clearTimeout(timer);
  }, [store]);
  return (
    <>
      <div className={`toast ${text ? "shown" : ""}`} id="toast" role="alert">{text && <><Icon name="warning" />{text}</>}</div>
      {!isConnected && <div className="offline" role="status">Reconnecting to the workspace…</div>}
    </>
  );
}
