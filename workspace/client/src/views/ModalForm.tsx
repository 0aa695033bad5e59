// One modal: its title, its blocks, and the buttons to submit or leave it.
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from "react";
import { Avatar } from "../shell/Avatar";
import { Icon } from "../shell/Icon";
import type { View } from "../protocol";
import { useStore, useWorkspace } from "../state/context";
import { plainText } from "../text/plain";
import { presentDraft, useDraft } from "./drafts";
import { ViewBlocks } from "./ViewBlocks";

const FIELDS = "input:not([type=hidden]):not([tabindex='-1']), textarea, [role=combobox]";
const PATIENCE = 3500;

export function ModalForm({ view, isAbove, onClose }: { view: View; isAbove: boolean; onClose: () => void }): ReactNode {
  const store = useStore();
  const { app } = useWorkspace();
  const draft = useDraft(view);
  const form = useRef<HTMLFormElement>(null);
  const [isSending, setSending] = useState(false);
  useEffect(() => {
    const body = form.current?.querySelector(".modal-body");
    const wanted = body?.querySelector<HTMLElement>(`.focus-first :is(${FIELDS})`) ?? body?.querySelector<HTMLElement>(FIELDS) ?? body?.querySelector<HTMLElement>("button") ?? form.current?.querySelector<HTMLElement>("footer button");
    wanted?.focus();
  }, []);
  // The app's answer changes the view or takes it away; where none comes, one may try again.
  useEffect(() => setSending(false), [view]);
  useEffect(() => {
    if (!isSending) return undefined;
    const timer = setTimeout(() => setSending(false), PATIENCE);
    return () => clearTimeout(timer);
  }, [isSending]);
  useEffect(() => {
    if (Object.keys(view.errors).length) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [view.errors]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isSending) return;
    setSending(true);
    const answer = await store.act("submit_view", { view_id: view.id, values: presentDraft(draft, view) });
    if (!answer.ok) setSending(false);
  };
  return (
    <form className="modal-form" data-view={view.id} noValidate onSubmit={(event) => void submit(event)} ref={form}>
      <header className="modal-head">
        {isAbove && <button aria-label="Back" className="tool" onClick={onClose} type="button"><Icon name="back" /></button>}
        <Avatar id={app.bot} isApp name={app.name} />
        <h2>{plainText(view.title)}</h2>
        <button aria-label="Close" className="tool" onClick={onClose} type="button"><Icon name="close" /></button>
      </header>
      <div className="modal-body"><ViewBlocks view={view} /></div>
      <footer className="modal-foot">
        <button className="button" onClick={onClose} type="button">{plainText(view.close) || (view.submit ? "Cancel" : "Close")}</button>
        {view.submit && <button aria-busy={isSending} className={`button primary ${isSending ? "busy" : ""}`} type="submit">{plainText(view.submit)}</button>}
      </footer>
    </form>
  );
}
