// A modal dialog: the browser keeps the focus inside, and it goes back to where it was.
import { useLayoutEffect, useRef, type ReactNode } from "react";

interface Props {
  label: string;
  onClose: () => void;
  className?: string;
  children: ReactNode;
}

export function Dialog({ label, onClose, className = "", children }: Props): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  // Before the effects of what is inside, which choose what gets the focus.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      aria-label={label}
      className={`dialog ${className}`}
      onCancel={(event) => { event.preventDefault(); onClose(); }}
      onMouseDown={(event) => { if (event.target === dialog.current) onClose(); }}
      ref={dialog}
    >
      {children}
    </dialog>
  );
}
