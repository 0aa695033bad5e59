// JSON to unfold, and to copy.
import { useState, type ReactNode } from "react";
import { Icon } from "../shell/Icon";
import type { Json } from "../protocol";

export function JsonTree({ label, value }: { label: string; value: Json }): ReactNode {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard?.writeText(JSON.stringify(value, null, 2));
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <section aria-label={label} className="json">
      <header>
        <h4>{label}</h4>
        <button className="json-copy" onClick={() => void copy()} type="button"><Icon name={isCopied ? "check" : "copy"} />{isCopied ? "Copied" : "Copy"}</button>
      </header>
      <div className="json-body"><Node depth={0} name={null} value={value} /></div>
    </section>
  );
}

const OPEN_DEPTH = 2;

function Node({ name, value, depth }: { name: string | null; value: Json; depth: number }): ReactNode {
  const key = name === null ? null : <span className="json-key">{name}: </span>;
  if (value === null || typeof value !== "object") return <div className="json-leaf">{key}<Leaf value={value} /></div>;
  const entries = Array.isArray(value) ? value.map((each, index): [string, Json] => [String(index), each]) : Object.entries(value);
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  if (!entries.length) return <div className="json-leaf">{key}<span className="json-size">{Array.isArray(value) ? "[]" : "{}"}</span></div>;
  return (
    <details className="json-node" open={depth < OPEN_DEPTH}>
      <summary>{key}<span className="json-size">{size}</span></summary>
      {entries.map(([each, inner]) => <Node depth={depth + 1} key={each} name={each} value={inner} />)}
    </details>
  );
}

function Leaf({ value }: { value: null | boolean | number | string }): ReactNode {
  return <span className={`json-${value === null ? "null" : typeof value}`}>{JSON.stringify(value)}</span>;
}
