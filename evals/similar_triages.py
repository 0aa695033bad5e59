"""How well an idea told anew finds its older triage: `python -m evals.similar_triages`. It sets memory's threshold."""

import json
import sys
from pathlib import Path

import numpy as np

from advisor.database.portfolio import SIMILAR
from advisor.embedding import open_embedder
from advisor.models import Description
from advisor.settings import load_settings, silence_call_home
from advisor.triage.memory import embed_idea

# Each line: an idea, the same `again` in other words, and an `other` one of the same trade.
DATASET = Path(__file__).parent / "datasets" / "similar_triages.jsonl"
THRESHOLDS = (0.35, 0.4, 0.45, 0.5, 0.55, 0.6)


def main() -> int:
    """Prints, for each threshold, how often the right, a wrong and a needless triage is found."""
    silence_call_home()
    rows = [json.loads(line) for line in DATASET.read_text(encoding="utf-8").splitlines()]
    embedder = open_embedder(load_settings())
    ideas, again, others = (
        np.stack([embed_idea(embedder, Description(row[name])) for row in rows])
        for name in ("idea", "again", "other")
    )
    cosines = again @ np.vstack([ideas, others]).T
    own = np.arange(len(rows))
    found, best = cosines.argmax(axis=1), cosines.max(axis=1)
    absent = cosines.copy()
    absent[own, own] = -1.0
    lines = [
        f"{len(rows)} ideas; the threshold in use is {SIMILAR}",
        "threshold  right first  wrong first  needless where it is absent",
    ]
    for threshold in THRESHOLDS:
        right = ((found == own) & (best >= threshold)).sum()
        wrong = ((found != own) & (best >= threshold)).sum()
        needless = (absent.max(axis=1) >= threshold).sum()
        lines.append(f"{threshold:9.2f}  {right:11d}  {wrong:11d}  {needless:8d}")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
