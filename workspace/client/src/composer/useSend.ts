// Sends what was written: a command, files, or a message.
import { useCallback } from "react";
import { readBase64 } from "../state/api";
import { useStore } from "../state/context";
import { readCommand } from "../text/completion";

export function useSend(channel: string, thread: string | null): (text: string, files: File[]) => void {
  const store = useStore();
  return useCallback(
    (text: string, files: File[]) => {
      const command = readCommand(text);
      if (command && thread) store.onError(`${command.name} is not supported in threads. Sorry!`);
      else if (command && !files.length) void store.act("slash", { command: command.name, text: command.text, channel });
      else if (files.length) void sendFiles(text, files);
      else void store.act("say", { channel, text, ...(thread ? { thread_ts: thread } : {}) });
    },
    [store, channel, thread],
  );

  async function sendFiles(text: string, files: File[]): Promise<void> {
    for (const [index, file] of files.entries()) {
      await store.act("share_file", { channel, name: file.name, content: await readBase64(file), text: index ? "" : text, ...(thread ? { thread_ts: thread } : {}) });
    }
  }
}
