// Where one writes: text with Slack's marks, mentions, commands, emoji and files.
import { useEffect, useId, useLayoutEffect, useRef, useState, type ClipboardEvent, type DragEvent, type KeyboardEvent, type ReactNode } from "react";
import { EmojiButton } from "../messages/EmojiButton";
import { Icon } from "../shell/Icon";
import { Menu } from "../shell/Menu";
import { useStore, useWorkspace } from "../state/context";
import { emojiOf } from "../text/emoji";
import { Attachments } from "./Attachments";
import { FormatBar, wrapSelection } from "./FormatBar";
import { Suggestions } from "./Suggestions";
import { useCompletion } from "./useCompletion";

interface Props {
  id: string;
  /** Names the conversation: each keeps its own draft. */
  place: string;
  label: string;
  isThread?: boolean;
  canAttach?: boolean;
  onSend: (text: string, files: File[]) => void;
}

const drafts = new Map<string, string>();
const MOST_HEIGHT = 240;
const MARKS: Record<string, string> = { b: "*", i: "_", e: "`" };

export function Composer({ id, place, label, isThread = false, canAttach = false, onSend }: Props): ReactNode {
  const { app } = useWorkspace();
  const store = useStore();
  const [text, setText] = useState(drafts.get(place) ?? "");
  const [cursor, setCursor] = useState(0);
  const [files, setFiles] = useState<File[]>([]);
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const change = (after: string, at: number) => {
    drafts.set(place, after);
    setText(after);
    setCursor(at);
    requestAnimationFrame(() => { field.current?.focus(); field.current?.setSelectionRange(at, at); });
  };
  const completion = useCompletion(text, cursor, isThread, change);

  useEffect(() => { setText(drafts.get(place) ?? ""); setFiles([]); }, [place]);
  const latest = useRef(change);
  latest.current = change;
  useEffect(() => {
    const prefill = (event: Event) => {
      const { target, text: given } = (event as CustomEvent<{ target: string; text: string }>).detail;
      if (target === id) latest.current(given, given.length);
    };
    document.addEventListener("prefill", prefill);
    return () => document.removeEventListener("prefill", prefill);
  }, [id]);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, MOST_HEIGHT)}px`;
  }, [text]);

  const send = () => {
    const said = text.trim();
    if (!said && !files.length) return;
    drafts.delete(place);
    setText("");
    setCursor(0);
    setFiles([]);
    onSend(said.replace(/:[a-z0-9_+-]+:/g, (name) => emojiOf(name.slice(1, -1))), files);
  };
  const format = (mark: string) => {
    const element = field.current;
    if (!element) return;
    const after = wrapSelection(text, element.selectionStart, element.selectionEnd, mark);
    drafts.set(place, after.text);
    setText(after.text);
    requestAnimationFrame(() => { element.focus(); element.setSelectionRange(after.start, after.end); });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const mark = event.ctrlKey || event.metaKey ? MARKS[event.key] : undefined;
    if (mark) { event.preventDefault(); format(mark); return; }
    if (completion.takeKey(event)) { event.preventDefault(); event.stopPropagation(); return; }
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); send(); }
    if (event.key === "ArrowUp" && !text) { event.preventDefault(); document.dispatchEvent(new CustomEvent("edit-last", { detail: place })); }
  };
  const attach = (added: Iterable<File>) => setFiles((before) => [...before, ...added]);
  const onPaste = (event: ClipboardEvent) => { if (canAttach && event.clipboardData.files.length) { event.preventDefault(); attach(event.clipboardData.files); } };
  const onDrop = (event: DragEvent) => { if (canAttach && event.dataTransfer.files.length) { event.preventDefault(); attach(event.dataTransfer.files); } };
  const shortcuts = app.shortcuts
    .filter((each) => each.type === "global")
    .map((each) => ({ label: each.name, detail: each.description, onSelect: () => void store.act("shortcut", { callback_id: each.callback_id }) }));
  const isOpen = completion.suggestions.length > 0;
  const command = !isThread && app.commands.find((each) => text.startsWith(`${each.name} `));

  return (
    <form aria-label={label} className="composer" id={id} onDragOver={(event) => event.preventDefault()} onDrop={onDrop} onSubmit={(event) => { event.preventDefault(); send(); }}>
      <Suggestions active={completion.active} id={listId} onChoose={completion.choose} onPoint={completion.point} suggestions={completion.suggestions} />
      {command && <div className="command-hint"><strong>{command.name}</strong> <span className="hint">{command.hint} · {command.description}</span></div>}
      <div className="composer-box">
        <FormatBar onFormat={format} />
        <textarea
          aria-activedescendant={isOpen ? `${listId}-${completion.active}` : undefined}
          aria-autocomplete="list"
          aria-controls={isOpen ? listId : undefined}
          aria-expanded={isOpen || undefined}
          aria-haspopup="listbox"
          aria-label={label}
          onChange={(event) => { drafts.set(place, event.target.value); setText(event.target.value); setCursor(event.target.selectionEnd); }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onSelect={(event) => setCursor(event.currentTarget.selectionEnd)}
          placeholder={label}
          ref={field}
          role={isOpen ? "combobox" : undefined}
          rows={1}
          value={text}
        />
        <Attachments files={files} onRemove={(file) => setFiles(files.filter((each) => each !== file))} />
        <div className="composer-foot">
          {canAttach && <AttachButton onChoose={attach} />}
          <EmojiButton className="tool" label="Emoji" onChoose={(name) => change(`${text}${text && !text.endsWith(" ") ? " " : ""}:${name}: `, text.length + name.length + 4)} />
          <button aria-label="Mention someone" className="tool" onClick={() => change(`${text}${text && !text.endsWith(" ") ? " " : ""}@`, text.length + 2)} title="Mention someone" type="button"><Icon name="at" /></button>
          {!isThread && <button aria-label="Run a command" className="tool" onClick={() => change("/", 1)} title="Run a command" type="button"><Icon name="slash" /></button>}
          {!isThread && shortcuts.length > 0 && <Menu className="tool" icon="bolt" items={shortcuts} label="Shortcuts" />}
          <span className="spacer" />
          <span className={`format-hint ${text ? "shown" : ""}`}><b>*bold*</b> <i>_italic_</i> <code>`code`</code> · <b>Shift + Enter</b> for a new line</span>
          <button aria-label="Send" className={`send ${text.trim() || files.length ? "ready" : ""}`} title="Send" type="submit"><Icon filled name="send" /></button>
        </div>
      </div>
    </form>
  );
}

function AttachButton({ onChoose }: { onChoose: (files: File[]) => void }): ReactNode {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <input aria-label="File" hidden multiple onChange={(event) => { onChoose([...(event.target.files ?? [])]); event.target.value = ""; }} ref={chooser} type="file" />
      <button aria-label="Attach a file" className="tool" onClick={() => chooser.current?.click()} title="Attach a file" type="button"><Icon name="plus" /></button>
    </>
  );
}
