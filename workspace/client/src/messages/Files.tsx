// Files of a message, to download.
import type { ReactNode } from "react";
import { Icon } from "../shell/Icon";
import type { SharedFile } from "../protocol";

export function fileSize(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(bytes < 10_240 ? 1 : 0)} kB`;
}

export function Files({ files }: { files: SharedFile[] }): ReactNode {
  if (!files.length) return null;
  return (
    <div className="files">
      {files.map((file) => (
        <a className="file" href={file.url_private_download} key={file.id}>
          <span className="file-icon"><Icon name="file" /></span>
          <span><strong>{file.title || file.name}</strong><span className="hint">{file.name} · {fileSize(file.size)}</span></span>
        </a>
      ))}
    </div>
  );
}
