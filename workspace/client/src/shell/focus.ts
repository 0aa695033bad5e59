// Where the focus goes when the page changes around it.

/** Puts the focus on the first of these that is there, once what has changed is drawn. */
export function focusSoon(...selectors: string[]): void {
  setTimeout(() => {
    for (const selector of selectors) {
      const found = document.querySelector<HTMLElement>(selector);
      if (!found) continue;
      found.focus();
      return;
    }
  });
}

export const messageIn = (pane: string, ts: string) => `${pane} [data-ts="${CSS.escape(ts)}"]`;
