// Asks before something is done, where the app wants that.
import { createContext, useCallback, useContext, useState, type ReactNode } from "react";
import { Dialog } from "../shell/Dialog";
import type { Confirm } from "../protocol";
import { plainText } from "../text/plain";

type Ask = (confirm: Confirm | undefined, then: () => void) => void;

const ConfirmContext = createContext<Ask>((_, then) => then());

export const useConfirm = () => useContext(ConfirmContext);

export function ConfirmProvider({ children }: { children: ReactNode }): ReactNode {
  const [asked, setAsked] = useState<{ confirm: Confirm; then: () => void } | null>(null);
  const ask = useCallback<Ask>((confirm, then) => (confirm ? setAsked({ confirm, then }) : then()), []);
  const close = () => setAsked(null);
  return (
    <ConfirmContext.Provider value={ask}>
      {children}
      {asked && (
        <Dialog className="confirm" label={plainText(asked.confirm.title)} onClose={close}>
          <h2>{plainText(asked.confirm.title)}</h2>
          <p>{plainText(asked.confirm.text)}</p>
          <div className="dialog-buttons">
            <button className="button" onClick={close} type="button">{plainText(asked.confirm.deny) || "Cancel"}</button>
            <button
              className={`button ${asked.confirm.style === "danger" ? "danger" : "primary"}`}
              onClick={() => { close(); asked.then(); }}
              type="button"
            >
              {plainText(asked.confirm.confirm) || "Confirm"}
            </button>
          </div>
        </Dialog>
      )}
    </ConfirmContext.Provider>
  );
}
