// The field to write in: Enter sends, Shift+Enter breaks the line, "/" offers commands.
import { el } from "./dom.js";
import { icon } from "./icons.js";

export function buildComposer(form, { placeholder, commands, send, command, share }) {
  const list = el("ul", { class: "commands", hidden: true });
  const field = el("textarea", { rows: "1", "aria-label": "Message" });
  const grow = () => { field.style.height = "auto"; field.style.height = `${Math.min(field.scrollHeight, 180)}px`; };

  function suggest() {
    const word = field.value;
    const found = /^\/\S*$/.test(word) ? commands().filter((each) => each.name.startsWith(word)) : [];
    list.replaceChildren(...found.map((each) => el("li", {
      onmousedown: (event) => { event.preventDefault(); field.value = `${each.name} `; suggest(); field.focus(); },
    }, el("strong", {}, each.name), " ", el("span", { class: "hint" }, `${each.hint} ${each.description}`))));
    list.hidden = !found.length;
    grow();
  }

  function submit() {
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    suggest();
    const match = /^(\/\S+)\s*([\s\S]*)$/.exec(text);
    if (match) command(match[1], match[2]); else send(text);
  }

  // A chosen file is sent at once, with what is written so far.
  function attaching() {
    const chooser = el("input", { type: "file", hidden: true, "aria-label": "File" });
    chooser.addEventListener("change", async () => {
      const [file] = chooser.files;
      if (!file) return;
      const bytes = new Uint8Array(await file.arrayBuffer());
      const content = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
      share(file.name, content, field.value.trim());
      chooser.value = "";
      field.value = "";
      suggest();
    });
    return [chooser, el("button", { type: "button", class: "plain", "aria-label": "Attach a file", onclick: () => chooser.click() }, icon("file"))];
  }

  field.addEventListener("input", suggest);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit(); }
    if (event.key === "Escape") list.hidden = true;
  });
  form.replaceChildren(list, field, ...(share ? attaching() : []), el("button", { type: "submit", class: "button primary", "aria-label": "Send" }, icon("send")));
  form.onsubmit = (event) => { event.preventDefault(); submit(); };
  return { place(text) { field.placeholder = text; }, focus() { field.focus(); } };
}
