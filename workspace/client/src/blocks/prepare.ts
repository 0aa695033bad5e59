// Fits a block to the library: no images of other hosts, no ids in the page, links it would drop.
import type { Block, Element } from "../protocol";

type Node = { [key: string]: unknown };

const isImage = (value: unknown): value is Node => typeof value === "object" && value !== null && (value as Node)["type"] === "image";

const altText = (image: Node): Node => ({ type: "plain_text", text: `Image: ${String(image["alt_text"] ?? "")}` });

export function prepare(block: Block): Block {
  const { block_id: _, ...rest } = block;
  switch (rest.type) {
    case "context":
      return { ...rest, elements: rest.elements?.map((each) => (isImage(each) ? (altText(each) as unknown as Element) : each)) } as Block;
    case "markdown":
      return { ...rest, text: prepareMarkdown(String(rest.text ?? "")) } as Block;
    case "card":
      return prepareCard(rest as Block);
    case "task_card":
      return prepareTask(rest as Block);
    case "plan":
      return { ...rest, title: plain(rest.title), tasks: ((rest["tasks"] as Block[] | undefined) ?? []).map(prepareTask) } as Block;
    default:
      return rest as Block;
  }
}

const plain = (title: unknown): string => (typeof title === "string" ? title : String((title as Node | undefined)?.["text"] ?? ""));

function prepareCard(card: Block): Block {
  const { hero_image: hero, icon, actions: _, ...rest } = card as Node & Block;
  const alt = [hero, icon].filter(isImage).map((each) => altText(each)["text"]).join("  ");
  const subtitle = rest["subtitle"] as Node | undefined;
  if (!alt) return rest as Block;
  return { ...rest, subtitle: { type: "mrkdwn", text: [alt, subtitle?.["text"]].filter(Boolean).join("\n") } } as unknown as Block;
}

function prepareTask(task: Block): Block {
  const rich = (value: unknown) => (typeof value === "string" ? toRichText(value) : value);
  const { details, output, ...rest } = task as Node & Block;
  return { ...rest, ...(details ? { details: rich(details) } : {}), ...(output ? { output: rich(output) } : {}) } as Block;
}

function toRichText(text: string): Node {
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] };
}

/** Images become links, and addresses of Slack's own scheme ones that the page knows; code stays as it is. */
export function prepareMarkdown(text: string): string {
  return text
    .split(/(```[\s\S]*?```|`[^`\n]*`)/)
    .map((part, index) => (index % 2 ? part : part.replace(/!\[([^\]]*)\]\(([^()\s]+)\)/g, "[Image: $1]($2)").replace(/\]\(slack:\/\/app\??([^)\s]*)\)/g, "](/slack-app?$1)")))
    .join("");
}
