// One request in full: when, how long, what was sent and what came back.
import type { ReactNode } from "react";
import { Icon } from "../shell/Icon";
import { useStore } from "../state/context";
import { sendJson } from "../state/api";
import type { Json } from "../protocol";
import { duration } from "../text/time";
import type { TrafficRecord } from "./records";

import { JsonTree } from "./JsonTree";

export function RecordDetail({ record, onBack }: { record: TrafficRecord; onBack: () => void }): ReactNode {
  const store = useStore();
  const redeliver = async () => {
    const answer = await sendJson("/control/redeliver", "POST", { delivery: record.id });
    if (!answer.ok && answer.error) store.onError(answer.error);
  };
  const facts: [string, string][] = [
    ["At", new Date(record.at * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 })],
    ...(record.kind === "call"
      ? ([["Status", String(record.status ?? "…")], ["Took", duration(record.seconds)]] as [string, string][])
      : ([
          ["Envelope", record.envelope ?? ""],
          ["Time to ack", duration(record.ack_seconds)],
          ["First message after", duration(record.first_message?.seconds)],
        ] as [string, string][])),
  ];
  return (
    <div aria-label={record.name} className="record" role="region" tabIndex={0}>
      <header className="record-head">
        <button aria-label="Back to the list" className="tool only-narrow" onClick={onBack} type="button"><Icon name="back" /></button>
        <h3>{record.name}</h3>
        {record.kind === "delivery" && <button className="button" onClick={() => void redeliver()} type="button"><Icon name="refresh" />Deliver again</button>}
      </header>
      <dl className="facts">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      <JsonTree label={record.kind === "call" ? "Request" : "Payload"} value={record.payload} />
      {record.answer !== undefined && record.answer !== null && <JsonTree label={record.kind === "call" ? "Response" : "Payload of the ack"} value={record.answer} />}
      {record.attempts !== undefined && <JsonTree label="Attempts" value={record.attempts as Json} />}
    </div>
  );
}
