// The list of requests, newest last; arrows move through it.
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import { duration } from "../text/time";
import { isFailed, summarise, type TrafficRecord } from "./records";

interface Props {
  records: TrafficRecord[];
  chosen: string | null;
  onChoose: (id: string) => void;
}

export function TrafficTable({ records, chosen, onChoose }: Props): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    if (follows.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [records]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const at = records.findIndex((each) => each.id === chosen);
    const next = records[Math.max(0, Math.min(records.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))];
    if (!next) return;
    onChoose(next.id);
    box.current?.querySelector<HTMLElement>(`[data-record="${next.id}"]`)?.focus();
  };
  return (
    <div aria-label="Requests" className="traffic" onKeyDown={onKeyDown} onScroll={(event) => { const { scrollHeight, scrollTop, clientHeight } = event.currentTarget; follows.current = scrollHeight - scrollTop - clientHeight < 60; }} ref={box} role="group" tabIndex={0}>
      {records.length === 0 && <p className="empty">Nothing has passed between Slack and the app yet. Say something to it.</p>}
      {records.map((each) => <Row isChosen={each.id === chosen} key={each.id} onChoose={() => onChoose(each.id)} record={each} />)}
    </div>
  );
}

function Row({ record, isChosen, onChoose }: { record: TrafficRecord; isChosen: boolean; onChoose: () => void }): ReactNode {
  const isCall = record.kind === "call";
  return (
    <button aria-pressed={isChosen} className={`traffic-row ${isFailed(record) ? "failed" : ""}`} data-record={record.id} onClick={onChoose} type="button">
      <span className={`direction ${record.kind}`} title={isCall ? "From the app to Slack" : "From Slack to the app"}>{isCall ? "app → Slack" : "Slack → app"}</span>
      <span className="traffic-name">{record.name}</span>
      <span className="traffic-summary">{summarise(record)}</span>
      {record.faults?.length ? <span className="pill warn">{record.faults.join(", ")}</span> : null}
      {record.again_of && <span className="pill">again</span>}
      <State record={record} />
      {isCall ? (
        <span className="traffic-time">{duration(record.seconds)}</span>
      ) : (
        <span className="traffic-time" title="Time to ack, and to the first message of the app">
          ack {duration(record.ack_seconds)}{record.first_message ? ` · answer ${duration(record.first_message.seconds)}` : ""}
        </span>
      )}
    </button>
  );
}

function State({ record }: { record: TrafficRecord }): ReactNode {
  if (record.kind === "call") {
    if (record.stage !== "end") return <span className="pill">…</span>;
    const error = (record.answer as { error?: string } | null)?.error;
    return <span className={`pill ${record.ok ? "good" : "bad"}`}>{record.status}{error ? ` ${error}` : ""}</span>;
  }
  if (record.acked) return <span className="pill good">acked</span>;
  return <span className={`pill ${record.stage === "end" ? "bad" : ""}`}>{record.stage === "end" ? "not acked" : "…"}</span>;
}
