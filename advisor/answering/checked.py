"""The sentences of a model that passed the checks, in their order: what is shown of its answer."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

import structlog

from advisor.answering.extract import Draft
from advisor.answering.form import Form
from advisor.answering.validate import Rules, Verdict, declines, is_label
from advisor.answering.wording import content_stems, words_of
from advisor.answering.written import MARKER, NOT_COVERED, is_finished, tidy, unify_markers

PROSE = Form()
# Over the words that the model is told to keep to, so much is let pass.
LENIENCE = 1.25
# A model that says the same so often has lost its way.
MOST_REPEATS = 3
# An answer that says that the guide says nothing is one only if the guide itself says so.
SAYS_SO = 0.8
# A sentence that begins so hangs on the one before it.
_LEANS = re.compile(
    r"\s*(?:it|they|this|these|those|that|such|he|she|its|their|his|her|both|the (?:former|latter)|but|however|instead|"
    r"otherwise|so|therefore|hence|then)\b",
    re.IGNORECASE,
)

# What broke these rules is kept nowhere: not even those who ask why are shown it.
WITHHELD = frozenset(
    ("link", "mention", "markup", "personal_data", "secret", "about_itself", "odd_signs")
)
LONGEST_RECORD = 300
LONGEST_OPENING = 4

log = structlog.get_logger()


class Checked:
    """Takes sentences, keeps what passes, and shows it at once where `on_text` is given."""

    def __init__(
        self,
        rules: Rules,
        *,
        most_words: int,
        form: Form = PROSE,
        on_text: Callable[[str], None] | None = None,
    ) -> None:
        self.text = ""
        self.is_shown = False
        self.is_full = False
        self.declined = False
        self.passed = 0
        self.cut: Counter[str] = Counter()
        # What the rules said of each sentence, for those who ask why.
        self.checks: list[dict[str, str]] = []
        self._rules = rules
        self._most_words = most_words * LENIENCE
        self._form = form
        self._on_text = on_text
        self._numbers: dict[int, int] = {}
        self._seen: set[tuple[str, ...]] = set()
        # Leads and labels wait for what they lead to; so does "the guide does not say", for what it does say.
        self._held: list[str] = []
        self._held_says_so = False
        self._last_was_cut = False

    def add(self, sentences: Sequence[str]) -> None:
        """Takes sentences until the answer is as long as it may be."""
        for sentence in sentences:
            if sentence.strip() and not self.is_full:
                self._take(unify_markers(tidy(sentence)))

    def end(self, rest: str) -> None:
        """Takes the last sentence, if it is one."""
        rest = rest.rstrip()
        if rest and not is_finished(rest):
            self._refuse(rest, "unfinished")
        else:
            self.add([rest])
        if not self.text and self._held_says_so:
            self._flush("")
        if self.text and not self._form.holds(self.text):
            self._refuse("", "wrong_form")

    @property
    def is_usable(self) -> bool:
        """Whether what passed is an answer: something, in the form asked for, and not less than was cut."""
        return bool(self.text) and not self.cut["wrong_form"] and self.passed >= self._losses()

    @property
    def is_lost(self) -> bool:
        """Whether the model repeats itself without end."""
        return self.cut["repeated"] >= MOST_REPEATS

    @property
    def reasons(self) -> tuple[str, ...]:
        """The rules that were broken, most often broken first."""
        return tuple(reason for reason, _ in self.cut.most_common())

    def draft(self) -> Draft:
        """Returns the text with the passages that it cites."""
        used = tuple(self._rules.passages[number - 1] for number in self._numbers)
        return Draft(self.text, used, tuple(passage.chunk.text for passage in used))

    def _losses(self) -> int:
        """How many sentences of substance were cut; a full or repeated answer lost none."""
        return sum(self.cut.values()) - self.cut["too_long"] - self.cut["repeated"]

    def _take(self, sentence: str) -> None:
        if self._is_label(sentence) or self._is_opening(sentence):
            self._held.append(sentence)
            return
        words = tuple(words_of(MARKER.sub("", sentence)))
        if words in self._seen or (sentence,) in self._seen:
            self._refuse(sentence, "repeated")
            self.is_full = self.is_full or self.is_lost
            return
        verdict = self._rules.check(sentence)
        self._seen.add(words if verdict.is_valid else (sentence,))
        if verdict.is_valid:
            self._accept(sentence, verdict)
        elif verdict.reason == "no_citation" and sentence.rstrip().endswith(":"):
            self._held.append(sentence)
        elif declines(sentence) or NOT_COVERED in sentence:
            self.declined = True
        else:
            self._refuse(sentence, verdict.reason)

    def _accept(self, sentence: str, verdict: Verdict) -> None:
        if self._last_was_cut and _LEANS.match(sentence):
            self._refuse(sentence, "no_citation")
            return
        if declines(sentence) and not self.text:
            self.declined = True
            self._held_says_so = verdict.support >= SAYS_SO
            self._held.append(sentence)
            return
        self._flush(sentence)

    def _flush(self, sentence: str) -> None:
        """Shows what was held, with the citations of what it leads to, and the sentence."""
        cited = "".join(f"[{marker}]" for marker in dict.fromkeys(MARKER.findall(sentence)))
        ready: list[str] = []
        for held in self._held:
            if self._is_label(held):
                ready.append(held)
            elif self._is_opening(held):
                bare = MARKER.sub("", held).rstrip()
                joined = f"{bare} {MARKER.sub('', sentence).strip()} {cited}"
                if self._rules.check(joined).is_valid:
                    ready.append(held if MARKER.search(held) else f"{held.rstrip()} {cited}")
                else:
                    self._refuse(held, "contradiction")
            elif MARKER.search(held):
                ready.append(held)
            elif cited and self._rules.check(f"{held.rstrip()} {cited}").is_valid:
                ready.append(f"{held.rstrip()} {cited}")
            else:
                self._refuse(held, "no_citation")
        self._held = []
        piece = "".join((*ready, sentence))
        if len(words_of(MARKER.sub("", self.text + piece))) > self._most_words:
            self.is_full = True
            self._refuse(sentence, "too_long")
            return
        self.passed += 1
        self._last_was_cut = False
        self._record(piece, "kept", "")
        self._show(piece)

    def _show(self, piece: str) -> None:
        shown = MARKER.sub(self._renumber, piece if self.text else piece.lstrip())
        self.text += shown
        if self._on_text and shown:
            self.is_shown = True
            self._on_text(shown)

    def _refuse(self, sentence: str, reason: str) -> None:
        log.info("llm_sentence_cut", reason=reason)
        self.cut[reason] += 1
        self._last_was_cut = reason != "repeated"
        self._record("" if reason in WITHHELD else sentence, "cut", reason)

    def _record(self, sentence: str, verdict: str, reason: str) -> None:
        text = " ".join(sentence.split())[:LONGEST_RECORD]
        self.checks.append({"sentence": text, "verdict": verdict, "reason": reason})

    def _is_label(self, sentence: str) -> bool:
        text = sentence.strip()
        return text == self._form.opening or is_label(
            sentence, self._rules.passages, language=self._rules.language
        )

    def _is_opening(self, sentence: str) -> bool:
        """Whether it says nothing by itself: "Yes.", "Use both." It stands or falls with what follows."""
        words = words_of(MARKER.sub("", sentence))
        return 0 < len(words) <= LONGEST_OPENING and not content_stems(words)

    def _renumber(self, marker: re.Match[str]) -> str:
        return f"[{self._numbers.setdefault(int(marker[1]), len(self._numbers) + 1)}]"
