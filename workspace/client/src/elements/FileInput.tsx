// A field for files: each is uploaded at once, and the form holds what Slack says of it.
import { useRef, type ReactNode } from "react";
import { useSurface, type ElementProps } from "../blocks/surface";
import { Icon } from "../shell/Icon";
import type { Json } from "../protocol";
import { readBase64 } from "../state/api";
import { useStore } from "../state/context";

type Held = { [key: string]: Json; id: string; name: string };

export function FileInput({ block, element, labelledBy, describedBy, isInvalid }: ElementProps): ReactNode {
  const surface = useSurface();
  const store = useStore();
  const chooser = useRef<HTMLInputElement>(null);
  const files = (surface.held(block, element) ?? []) as Held[];
  const most = element.max_files ?? 10;
  const keep = (after: Held[]) => surface.hold(block, element, after);
  const add = async (chosen: FileList | null) => {
    const added: Held[] = [];
    for (const file of [...(chosen ?? [])].slice(0, most - files.length)) {
      const answer = await store.act("upload_file", { name: file.name, content: await readBase64(file) });
      if (answer.ok && answer.result) added.push(JSON.parse(answer.result) as Held);
    }
    keep([...files, ...added]);
  };
  const accept = element.filetypes?.map((each) => `.${each}`).join(",");
  return (
    <div className="file-input">
      {files.map((file) => (
        <span className="chip" key={file.id}>
          <Icon name="file" />{file.name}
          <button aria-label={`Remove ${file.name}`} onClick={() => keep(files.filter((each) => each !== file))} type="button"><Icon name="close" /></button>
        </span>
      ))}
      <input accept={accept} aria-describedby={describedBy} aria-invalid={isInvalid || undefined} aria-labelledby={labelledBy} className="visually-hidden" data-action={element.action_id} multiple={most > 1} onChange={(event) => { void add(event.target.files); event.target.value = ""; }} ref={chooser} tabIndex={-1} type="file" />
      <button className="button" disabled={files.length >= most} onClick={() => chooser.current?.click()} type="button"><Icon name="upload" />{most > 1 ? "Add files" : "Add a file"}</button>
    </div>
  );
}
