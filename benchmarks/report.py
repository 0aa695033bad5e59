"""The report of the comparison: results kept set by set, then one JSON file, one page, one table."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Any

from benchmarks.markdown import DENSE, WORDS, build_details, build_markdown
from benchmarks.sets.question_set import QuestionSet
from evals.metrics import mean

OURS = "AI PM Advisor"
COLUMNS = {
    "hit@1": "hit@1",
    "hit@5": "hit@5",
    "hit@10": "hit@10",
    "recall@10": "recall@10",
    "ndcg@10": "nDCG@10",
    "section_hit@1": "section@1",
    "section_hit@5": "section@5",
    "ingest_per_second": "chunks/s",
    "ingest_ratio": "× raw encode",
    "ingest_cpu_ratio": "× raw, CPU s",
    "query_p50_ms": "p50 ms",
    "query_p95_ms": "p95 ms",
    "resident_mb": "resident MB",
    "peak_mb": "peak MB",
}
INTRODUCTION = (
    "<p>Same documents, same questions, same embedding model, one run; the systems take turns at each "
    "question. Chunks per second are of the whole ingest; beside them the ratio to the raw encode of the same "
    "chunks by sentence-transformers (torch, fp32, batches of 32, default threads), by the clock and by CPU "
    "seconds, timed right before and after. Our ONNX model is exported once per machine, before.</p>"
)
STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; color: #1d1c1d; }
table { border-collapse: collapse; margin: 1rem 0 2rem; font-size: 13px; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid #ddd; text-align: right; }
th:first-child, td:first-child { text-align: left; }
tr.ours { font-weight: 600; background: #eef6f2; }
td.best { color: #006b3f; }
.bar { display: inline-block; height: .7rem; background: #8fb8de; vertical-align: middle; margin-right: .4rem; }
tr.ours .bar { background: #2f9e6b; }
.note { color: #616061; }
"""


def keep_result(root: Path, found: QuestionSet, result: Mapping[str, Any]) -> None:
    """Keeps the figures of one set: a run that is stopped loses only the set it was at."""
    folder = root / "results"
    folder.mkdir(parents=True, exist_ok=True)
    row = {"about": asdict(found.about), "queries": len(found.queries), **result}
    text = json.dumps(row, indent=1, ensure_ascii=False)
    (folder / f"{found.about.name}.json").write_text(text, encoding="utf-8")


def write_report(root: Path, names: Sequence[str]) -> dict[str, Any]:
    """Writes `report.json`, `.html` and `.md` from the kept results of these sets; returns the first."""
    results = {}
    for name in names:
        file = root / "results" / f"{name}.json"
        if file.is_file():
            results[name] = json.loads(file.read_text(encoding="utf-8"))
    report = {"summary": summarise(results), "sets": results}
    text = json.dumps(report, indent=1, ensure_ascii=False)
    (root / "report.json").write_text(text, encoding="utf-8")
    tables = f"{build_markdown(report)}\n\n{build_details(report)}\n"
    (root / "report.md").write_text(tables, encoding="utf-8")
    (root / "report.html").write_text(build_page(report), encoding="utf-8")
    return report


def summarise(results: Mapping[str, Any]) -> dict[str, Any]:
    """Returns, for each set, our nDCG@10 beside the best peer's, dense and BM25 alone, and their means."""
    sets: dict[str, dict[str, Any]] = {}
    for name, result in results.items():
        systems = result["systems"]
        peers = {peer: row for peer, row in systems.items() if peer != OURS}
        if OURS not in systems or not peers:
            continue
        best = max(peers, key=lambda peer: float(peers[peer]["ndcg@10"]))
        ablations = result.get("ablations", {})
        sets[name] = {
            "use": result["about"]["use"],
            "ours": systems[OURS]["ndcg@10"],
            "best_peer": peers[best]["ndcg@10"],
            "best_peer_name": best,
            "dense": ablations.get(DENSE, {}).get("ndcg@10"),
            "bm25": ablations.get(WORDS, {}).get("ndcg@10"),
            "left_out": systems[OURS].get("left_out", 0),
            "p50_ahead": _ahead(systems[OURS], peers, "query_p50_ms"),
            "p95_ahead": _ahead(systems[OURS], peers, "query_p95_ms"),
        }
    ours = mean([row["ours"] for row in sets.values()])
    theirs = mean([row["best_peer"] for row in sets.values()])
    return {"sets": sets, "mean_ours": ours, "mean_best_peer": theirs, "behind": behind(sets)}


def behind(sets: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Returns a sentence for each place where another ranks better or answers faster."""
    sentences = []
    for name, row in sets.items():
        for rival, label in (
            ("best_peer", row["best_peer_name"]),
            ("dense", "dense alone"),
            ("bm25", "BM25 alone"),
        ):
            if row[rival] is not None and row[rival] > row["ours"]:
                sentences.append(f"{name}: nDCG@10 {row['ours']:.3f}, {label} {row[rival]:.3f}")
        if row["left_out"]:
            sentences.append(f"{name}: our ingest left out {row['left_out']} files or sections")
        sentences += [
            f"{name}: a peer's query {figure} is shorter"
            for figure in ("p50", "p95")
            if not row[f"{figure}_ahead"]
        ]
    return sentences


def _ahead(ours: Mapping[str, float], peers: Mapping[str, Mapping[str, float]], name: str) -> bool:
    return all(ours[name] <= row[name] for row in peers.values())


def build_page(report: Mapping[str, Any]) -> str:
    """Returns the report as one HTML page without anything from elsewhere."""
    summary = report["summary"]
    best_peer = summary["mean_best_peer"]
    parts = [
        "<h1>The advisor beside its peers</h1>",
        INTRODUCTION,
        f"<p>Mean nDCG@10: <b>{summary['mean_ours']:.3f}</b>; the best peer of each set: <b>{best_peer:.3f}</b>.</p>",
        "<h2>Where we are behind</h2>",
        "".join(f"<p>{escape(sentence)}</p>" for sentence in summary["behind"])
        or "<p>Nowhere.</p>",
    ]
    for name, row in report["sets"].items():
        about = row["about"]
        parts.append(f"<h2>{escape(name)}</h2>")
        parts.append(
            f'<p class="note">{escape(about["kind"])}; {row["queries"]} queries; {escape(about["source"])}, '
            f"{escape(about['licence'])}; for {escape(about['use'])}</p>"
        )
        parts.append(_table(row["systems"], COLUMNS))
        if row.get("ablations"):
            parts.append("<h3>Our retrieval in parts</h3>")
            parts.append(_table(row["ablations"], dict(list(COLUMNS.items())[:7]), ours="served"))
    versions = {
        package: version
        for row in report["sets"].values()
        for packages in row["versions"].values()
        for package, version in packages.items()
    }
    listed = ", ".join(f"{package} {version}" for package, version in sorted(versions.items()))
    parts.append(f'<h2>Versions</h2><p class="note">{escape(listed)}</p>')
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Benchmark</title>'
        f"<style>{STYLE}</style>{''.join(parts)}</html>"
    )


def _table(
    rows: Mapping[str, Mapping[str, float]], columns: Mapping[str, str], *, ours: str = OURS
) -> str:
    shown = {
        name: label for name, label in columns.items() if any(name in row for row in rows.values())
    }
    best = {name: max(row.get(name, 0.0) for row in rows.values()) for name in shown}
    head = "".join(f"<th>{escape(label)}</th>" for label in ("", *shown.values()))
    body = []
    for system, row in rows.items():
        cells = [f"<td>{escape(system)}</td>"]
        for name in shown:
            value = row.get(name)
            if value is None:
                cells.append("<td></td>")
                continue
            is_share = "@" in name
            bar = (
                f'<span class="bar" style="width:{value * 4:.2f}rem"></span>'
                if name == "ndcg@10"
                else ""
            )
            mark = ' class="best"' if is_share and value == best[name] else ""
            cells.append(f"<td{mark}>{bar}{value:.{3 if is_share else 1}f}</td>")
        kind = ' class="ours"' if system == ours else ""
        body.append(f"<tr{kind}>{''.join(cells)}</tr>")
    return f"<table><tr>{head}</tr>{''.join(body)}</table>"
