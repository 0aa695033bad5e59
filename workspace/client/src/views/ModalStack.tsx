// The modal on top of those that the app opened. The dialog stays while its view changes.
import type { ReactNode } from "react";
import { Dialog } from "../shell/Dialog";
import { useStore, useWorkspace } from "../state/context";
import { plainText } from "../text/plain";
import { ModalForm } from "./ModalForm";

export function ModalStack(): ReactNode {
  const { modals } = useWorkspace();
  const store = useStore();
  const top = modals.at(-1);
  if (!top) return null;
  const close = () => void store.act("close_view", { view_id: top.id });
  return (
    <Dialog className="modal" label={plainText(top.title)} onClose={close}>
      <ModalForm isAbove={modals.length > 1} key={top.id} onClose={close} view={top} />
    </Dialog>
  );
}
