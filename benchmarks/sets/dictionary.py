"""A dictionary: the query is an entry's first sentence, the target the headword with the rest."""

import gzip
import re
from pathlib import Path

from benchmarks.sets.question_set import Page, PageSection, Wanted

ENTRIES = 1000
SHORTEST_REST = 200
WORDS_OF_QUERY = range(8, 41)
_CATEGORY = re.compile(r"^\s*(?:<[^>]*>\s*|\d\.\s+|/[^/]*/\s+|\([^)]{1,40}\)\s+)+")
_SENTENCE_END = re.compile(r"(?<=[a-z)\"][.!?])\s+(?=[A-Z])")
_NOISE = re.compile(r"\[[^\]]*\]|\(\d{4}-\d\d-\d\d\)")
_WORD = re.compile(r"[a-z0-9]{3,}")


def read_dictionary(file: Path) -> tuple[list[Page], list[Wanted]]:
    """Returns a thousand entries, evenly spread, that do not name themselves in their first sentence."""
    text = gzip.decompress(file.read_bytes()).decode("utf-8", errors="replace")
    usable = []
    for headword, body in split_entries(text):
        first, rest = split_definition(body)
        if _is_usable(headword, first, rest):
            usable.append((headword, first, rest))
    picked = [usable[place * len(usable) // ENTRIES] for place in range(min(ENTRIES, len(usable)))]
    pages: list[Page] = []
    wanted: list[Wanted] = []
    for number, (headword, first, rest) in enumerate(dict.fromkeys(picked), 1):
        path = f"{headword[0].lower() if headword[0].isalnum() else '0'}/{number:04d}.md"
        pages.append(Page(path, headword, (PageSection("", 1, rest),)))
        wanted.append(Wanted(first, path))
    return pages, wanted


def split_entries(text: str) -> list[tuple[str, str]]:
    """Returns (headword, definition): headwords begin a line, definitions are indented."""
    entries: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        if line and not line[0].isspace():
            entries.append((line.strip(), []))
        elif entries:
            entries[-1][1].append(line.strip())
    return [(headword, "\n".join(lines).strip()) for headword, lines in entries]


def split_definition(body: str) -> tuple[str, str]:
    """Returns a definition's first sentence and the rest, without categories, references and dates."""
    clean = _NOISE.sub("", body.replace("{", "").replace("}", ""))
    paragraphs = [" ".join(block.split()) for block in clean.split("\n\n")]
    paragraphs = [paragraph for paragraph in paragraphs if paragraph]
    if not paragraphs:
        return "", ""
    sentences = _SENTENCE_END.split(_CATEGORY.sub("", paragraphs[0]), maxsplit=1)
    return sentences[0], "\n\n".join([*sentences[1:], *paragraphs[1:]])


def _is_usable(headword: str, first: str, rest: str) -> bool:
    named = set(_WORD.findall(headword.casefold())) & set(_WORD.findall(first.casefold()))
    return len(first.split()) in WORDS_OF_QUERY and len(rest) >= SHORTEST_REST and not named
