"""The language of a question, and a sentence in it that says: the guide, and what quotes it, speaks English."""

import mmap
import re
import threading
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from advisor.index.release import Release
from advisor.models import Answer
from advisor.yaml_file import read_yaml

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Fewer words, and fewer letters of another script, are names, jargon or formulas as often as not.
FEWEST_WORDS = 2
FEWEST_LETTERS = 2
# How likely a language has to be, and how likely English may still be then: near kin share what English does not get.
SURE = ((0.7, 0.05), (0.45, 0.004))
# The share of words that only English has, from which on a text is English; higher beside another script.
ENGLISH_SHARE = 0.2
ENGLISH_SHARE_BESIDE = 0.3
ENGLISH = "en"
# The rule's name and what it says.
UNREAD = (
    "unread_language",
    "I can search the guide in English only, so I cannot tell whether it answers this. Please ask me in English.",
)
_FILE = Path(__file__).with_name("languages.yaml")
_UNREAD = re.compile(r"`[^`]*`|<[^>]*>|\S+@\S+|\S*(?:://|www\.)\S*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Scripts, the languages below that are written in them, the most telling first, and what Unicode calls their letters.
_SCRIPTS: tuple[tuple[re.Pattern[str], tuple[str, ...], str], ...] = (
    (
        re.compile(r"[\u3041-\u30ff]"),
        ("ja",),
        "HIRAGANA KATAKANA KATAKANA-HIRAGANA CJK IDEOGRAPHIC",
    ),
    (re.compile(r"[\uac00-\ud7a3]"), ("ko",), "HANGUL CJK"),
    (re.compile(r"[\u4e00-\u9fff]"), ("zh",), "CJK IDEOGRAPHIC"),
    (re.compile(r"[\u0980-\u09ff]"), ("bn",), "BENGALI"),
    (re.compile(r"[\u0900-\u0963\u0966-\u097f]"), ("hi", "mr"), "DEVANAGARI"),
    (
        re.compile(r"[\u0620-\u064a\u0671-\u06d3]"),
        ("ar", "fa", "ur"),
        "ARABIC ARABIC-INDIC EXTENDED",
    ),
    (re.compile(r"[\u0400-\u04ff]"), ("ru", "uk", "bg", "sr"), "CYRILLIC"),
    (re.compile(r"[\u0386-\u03ce]{2}"), ("el",), "GREEK"),
    (re.compile(r"[\u05d0-\u05ea]"), ("he",), "HEBREW"),
    (re.compile(r"[\u0e01-\u0e2e]"), ("th",), "THAI"),
    (re.compile(r"[\u0b85-\u0bb9]"), ("ta",), "TAMIL"),
    (re.compile(r"[\u0c05-\u0c39]"), ("te",), "TELUGU"),
)
# Letters that only one language of a script has.
_TELLING = (
    ("uk", re.compile(r"[іїєґ]|\b\u0449\u043e\b", re.IGNORECASE)),
    ("ur", re.compile(r"[ٹڈڑںےہ]")),
    ("ru", re.compile(r"[ыэё]", re.IGNORECASE)),
)
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Language:
    """A language other than English: its English name, and two sentences, in it where we have them.

    `notice` says that the guide and the answer are in English, `translated` that a model translated the
    answer; `scripts` are the scripts other than Latin that it is written in, by their names in Unicode.
    """

    code: str
    name: str
    notice: str
    translated: str
    scripts: frozenset[str] = frozenset()


def find_language(text: str) -> Language | None:
    """Returns the language that a question is written in, or None for English and for what is unclear.

    Plain English costs microseconds; anything else in Latin letters loads the library, once.
    """
    read = _UNREAD.sub(" ", text)
    words = _WORD.findall(read.casefold().replace("’", "'"))
    written_in = _languages_of_script(read)
    needed = ENGLISH_SHARE_BESIDE if written_in else ENGLISH_SHARE
    if _english_share(words) >= needed:
        return None
    if len(written_in) == 1:
        return _languages()[written_in[0]]
    if written_in:
        telling = next((code for code, letters in _TELLING if letters.search(read)), "")
        ranked = [telling, *(code for code, _ in _rank(read))]
        return _languages()[next(code for code in ranked if code in written_in)]
    if len(words) < FEWEST_WORDS:
        return None
    return _identify(read)


def is_unreadable(text: str, release: Release) -> bool:
    """Whether the guide knows no word of a foreign question: then what is near to it is near by chance."""
    return not any(release.lexical.knows(term) for term in release.lexical.terms(text))


def looks_english(text: str) -> bool:
    """Whether a sentence is in English, or may be for all that its words tell."""
    words = _WORD.findall(text.casefold().replace("’", "'"))
    if _languages_of_script(text):
        return _english_share(words) >= ENGLISH_SHARE_BESIDE
    return _english_share(words) >= ENGLISH_SHARE or _rank(text)[0][0] == ENGLISH


def note_language(answer: Answer, language: Language | None, *, is_translated: bool) -> Answer:
    """Returns the answer with the language in its trace, and with what its asker is told of it."""
    if language is None:
        return answer
    notice = language.translated if is_translated else language.notice
    trace = {**answer.trace, "language": language.name}
    return replace(answer, notices=(*answer.notices, notice), trace=trace)


def _english_share(words: Sequence[str]) -> float:
    """The share of words that only English has; 1 where there are no words."""
    return sum(word in _english_words() for word in words) / len(words) if words else 1.0


def _languages_of_script(text: str) -> tuple[str, ...]:
    for letters, languages, _ in _SCRIPTS:
        if len(letters.findall(text)) >= FEWEST_LETTERS:
            return languages
    return ()


def _identify(text: str) -> Language | None:
    ranked = _rank(text)
    (code, probability), english = ranked[0], dict(ranked)[ENGLISH]
    is_sure = any(probability >= least and english <= most for least, most in SURE)
    if code == ENGLISH or code in _written_otherwise() or not is_sure:
        return None
    return _languages()[code]


@cache
def _written_otherwise() -> frozenset[str]:
    """Languages that are not written in Latin letters: single letters of theirs are formulas."""
    return frozenset(code for _, languages, _ in _SCRIPTS for code in languages)


def _rank(text: str) -> list[tuple[str, float]]:
    ranked: list[tuple[str, float]] = open_identifier().rank(text)
    return ranked


def open_identifier() -> "LanguageIdentifier":
    """Returns the library's model, loaded on first use: that takes half a second, most of it without Python's lock."""
    # Two threads that ask first at once would load it twice.
    with _lock:
        return _load_identifier()


@cache
def _load_identifier() -> "LanguageIdentifier":
    """The library's model cut down to our languages, its table of steps on disk: the rest would take 70 MB more."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    whole = LanguageIdentifier.from_model_file(MODEL_FILE)
    whole.set_languages([ENGLISH, *_languages()])
    return LanguageIdentifier(
        whole.nb_ptc,
        whole.nb_pc,
        whole.nb_classes,
        _mapped(whole.tk_nextmove),
        array("i", whole.tk_output),
        norm_probs=True,
        tk_row=whole.tk_row,
    )


def _mapped(steps: "array[int]") -> memoryview:
    """The same numbers in a file that ends with us: only the parts that texts lead to are held in memory."""
    with TemporaryFile() as file:
        steps.tofile(file)
        file.flush()
        held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return memoryview(held).cast("H" if steps.itemsize == 2 else "I")


@cache
def _languages() -> Mapping[str, Language]:
    rows = _read()
    scripts = {code: names.split() for _, codes, names in _SCRIPTS for code in codes}
    return {
        code: Language(
            code,
            row["name"],
            row.get("notice", rows["notice"]),
            row.get("translated", rows["translated"]),
            frozenset(scripts.get(code, ())),
        )
        for code, row in rows["languages"].items()
    }


@cache
def _english_words() -> frozenset[str]:
    return frozenset(_read()["english_words"].split())


@cache
def _read() -> dict[str, Any]:
    rows: dict[str, Any] = read_yaml(_FILE)
    return rows
