// What can be made to go wrong: each button asks for one fault, and the list tells which are still to come.
import { useState, type ReactNode } from "react";
import { Icon } from "../shell/Icon";
import { useStore } from "../state/context";
import { sendJson } from "../state/api";
import type { Json } from "../protocol";
import type { Fault, Settings } from "./records";

interface Trouble {
  label: string;
  detail: string;
  method: "POST" | "DELETE";
  path: string;
  body?: { [key: string]: Json };
}

const fault = (label: string, detail: string, body: { [key: string]: Json }): Trouble => ({ label, detail, method: "POST", path: "/control/faults", body });

const GROUPS: [string, Trouble[]][] = [
  ["Web API calls", [
    fault("Rate limit", "429 with Retry-After", { kind: "rate_limit" }),
    fault("Server error", "HTTP 500", { kind: "server_error" }),
    fault("Slow network", "each call 2 s slower", { kind: "slow_api", delay: 2 }),
    fault("Lost answer", "done, but the answer is cut off", { kind: "lost_answer" }),
    fault("Lost call", "cut off before anything is done", { kind: "lost_call" }),
  ]],
  ["Streams, triggers, response URLs", [
    fault("Dead stream", "message_not_in_streaming_state", { kind: "dead_stream" }),
    fault("Stopped stream", "stopped_by_user", { kind: "dead_stream", error: "stopped_by_user" }),
    fault("Expired trigger", "the next modal cannot open", { kind: "expired_trigger" }),
    fault("Expired response URL", "the next respond() fails", { kind: "expired_response_url" }),
  ]],
  ["Deliveries", [
    fault("Slow delivery", "2 s on the way to the app", { kind: "slow_delivery", delay: 2 }),
    fault("Lost delivery", "never arrives; Slack retries", { kind: "lost_delivery" }),
    fault("Lost ack", "arrives, but the ack is lost", { kind: "lost_ack" }),
    { label: "Redelivery", detail: "the last event once more", method: "POST", path: "/control/redeliver" },
    { label: "Drop sockets politely", detail: "a disconnect message first", method: "DELETE", path: "/control/sockets" },
    { label: "Cut sockets", detail: "without a word", method: "DELETE", path: "/control/sockets?cut=1" },
  ]],
];

const TIMES = [["1", "once"], ["3", "3 times"], ["10", "10 times"], ["", "until cleared"]] as const;

export function Faults({ settings }: { settings: Settings }): ReactNode {
  const store = useStore();
  const [times, setTimes] = useState("1");
  const [name, setName] = useState("*");
  const tell = (answer: { ok: boolean; error?: string }) => { if (!answer.ok) store.onError(answer.error ?? "That did not work."); };
  const cause = async (trouble: Trouble) => {
    const isFault = trouble.path === "/control/faults";
    const body = isFault ? { ...trouble.body, times: times ? Number(times) : null, method: name.trim() || "*" } : trouble.body;
    tell(await sendJson(trouble.path, trouble.method, body));
  };
  const clear = async (id?: string) => tell(await sendJson(`/control/faults${id ? `?id=${id}` : ""}`, "DELETE"));
  return (
    <div aria-label="Faults" className="faults" role="region" tabIndex={0}>
      <div className="fault-options">
        <label>How often <select className="field" onChange={(event) => setTimes(event.target.value)} value={times}>{TIMES.map(([value, label]) => <option key={value} value={value}>{label}</option>)}</select></label>
        <label>Of which method or delivery <input className="field" onChange={(event) => setName(event.target.value)} spellCheck={false} value={name} /></label>
        <label className="fault-rates"><input checked={settings.rate_limit} onChange={(event) => void sendJson("/control/rates", "POST", { enabled: event.target.checked }).then(tell)} type="checkbox" />Enforce Slack's rate limits</label>
        <span className="hint">{settings.transport === "socket" ? `${settings.sockets} socket${settings.sockets === 1 ? "" : "s"} open` : "The app is reached over HTTP"}</span>
      </div>
      {GROUPS.map(([title, troubles]) => (
        <section aria-label={title} key={title}>
          <h3>{title}</h3>
          <div className="fault-buttons">
            {troubles.map((each) => (
              <button className="fault-button" key={each.label} onClick={() => void cause(each)} type="button"><strong>{each.label}</strong><span className="hint">{each.detail}</span></button>
            ))}
          </div>
        </section>
      ))}
      <section aria-label="Still to go wrong">
        <h3>Still to go wrong{settings.faults.length > 0 && <button className="json-copy" onClick={() => void clear()} type="button">Clear all</button>}</h3>
        {settings.faults.length === 0 ? <p className="hint">Nothing: all goes well.</p> : <ul>{settings.faults.map((each) => <FaultRow fault={each} key={each.id} onClear={() => void clear(each.id)} />)}</ul>}
      </section>
    </div>
  );
}

function FaultRow({ fault, onClear }: { fault: Fault; onClear: () => void }): ReactNode {
  return (
    <li className="fault-row">
      <span className="pill warn">{fault.kind}</span>
      <span>{fault.method === "*" ? "any" : fault.method} · {fault.times === null ? "until cleared" : `${fault.times} left`}</span>
      <button aria-label={`Clear ${fault.kind}`} className="tool" onClick={onClear} type="button"><Icon name="close" /></button>
    </li>
  );
}
