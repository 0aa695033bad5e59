// Short words of the workspace itself: what could not be done, and why.
import { useEffect, useState, type ReactNode } from "react";
import { useConnected, useStore, useWorkspace } from "../state/context";
import { createPortal } from "react-dom";
import { Icon } from "./Icon";

const SHOWN = 6000;

export function Toasts(): ReactNode {
  const store = useStore();
  const isConnected = useConnected();
  const hasModal = useWorkspace().modals.length > 0;
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
  const toast = <div className={`toast ${text ? "shown" : ""}`} id="toast" role="alert">{text && <><Icon name="warning" />{text}</>}</div>;
  // What lies outside of an open dialog is neither seen nor heard.
  const dialog = hasModal ? document.querySelector("dialog.modal") : null;
  return (
    <>
      {dialog ? createPortal(toast, dialog) : toast}
      {!isConnected && <div className="offline" role="status">Reconnecting to the workspace…</div>}
    </>
  );
}
