// Files that will be sent with the message.
import type { ReactNode } from "react";
import { fileSize } from "../messages/Files";
import { Icon } from "../shell/Icon";

export function Attachments({ files, onRemove }: { files: File[]; onRemove: (file: File) => void }): ReactNode {
  if (!files.length) return null;
  return (
    <div className="attachments">
      {files.map((file) => (
        <span className="file" key={`${file.name} ${file.lastModified}`}>
          <span className="file-icon"><Icon name="file" /></span>
          <span><strong>{file.name}</strong><span className="hint">{fileSize(file.size)}</span></span>
          <button aria-label={`Remove ${file.name}`} className="tool" onClick={() => onRemove(file)} type="button"><Icon name="close" /></button>
        </span>
      ))}
    </div>
  );
}
