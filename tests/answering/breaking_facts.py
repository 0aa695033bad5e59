"""Numbers, names, citations and quotations of a good answer, broken."""

import re

from advisor.answering.claims import names_of, numbers_of
from advisor.answering.support import read_source, support
from advisor.answering.validate import ordinary_stems, text_of
from advisor.answering.wording import lists, words_of
from advisor.answering.written import MARKER
from tests.answering.breaking import (
    Broken,
    change,
    claiming,
    kind,
    replaced,
)


@kind
def number_changed(good):
    def rewrite(sentence):
        bare = MARKER.sub(lambda one: "#" * len(one.group(0)), sentence)
        digits = re.search(r"(?<![\w.#])\d+(?:\.\d+)?(?![.)]\s)", bare)
        if not digits:
            return None
        other = next(
            n for n in range(int(float(digits[0])) + 1, 99999) if str(n) not in good.cited(sentence)
        )
        return f"{sentence[: digits.start()]}{other}{sentence[digits.end() :]}"

    return change(good, rewrite)


@kind
def written_number_changed(good):
    def rewrite(sentence):
        held = {number.value for number in numbers_of(good.cited(sentence))}
        others = [
            one for one in ("six", "seven", "nine", "eleven") if lists().numbers[one] not in held
        ]
        pattern = r"\b(two|three|four|five|six|seven|eight|nine|ten|twelve)\b"
        return re.sub(pattern, others[0], sentence, count=1) if others else None

    return change(good, rewrite)


@kind
def number_of_something_else(good):
    """A number of the same passage, put where another one stood."""

    def rewrite(sentence):
        own = numbers_of(re.sub(r"^\s*\d+\.", "", MARKER.sub("", sentence)))
        theirs = [one.value for one in numbers_of(good.cited(sentence)) if one.value.isdigit()]
        for number in own:
            others = [
                one for one in theirs if one != number.value and one not in {n.value for n in own}
            ]
            if others and number.value.isdigit():
                bare = re.sub(r"^\s*\d+\.", "", MARKER.sub("", sentence))
                core = bare[number.start : number.end]
                return sentence.replace(core, f" {others[0]} " if core[0] == " " else others[0], 1)
        return None

    return change(good, rewrite)


def _names(good, sentence):
    bare = re.sub(r"^\s*(?:[-*•]|\d+\.)\s+", "", MARKER.sub("", sentence))
    return [one for one in names_of(bare, ordinary_stems(good.passages)) if len(one) > 2]


@kind
def name_changed(good):
    def rewrite(sentence):
        names = _names(good, sentence)
        return sentence.replace(names[0], "Priya Raman", 1) if names else None

    return change(good, rewrite)


@kind
def first_name_changed(good):
    def rewrite(sentence):
        names = [
            one for one in _names(good, sentence) if re.fullmatch(r"[A-Z][a-z]+ [A-Z][a-z]+", one)
        ]
        return sentence.replace(names[0], f"Jonathan {names[0].split()[1]}", 1) if names else None

    return change(good, rewrite)


@kind
def name_misspelt(good):
    def rewrite(sentence):
        names = [one for one in _names(good, sentence) if len(one) > 5]
        return sentence.replace(names[0], f"{names[0][:-2]}xo", 1) if names else None

    return change(good, rewrite)


@kind
def company_put_before(good):
    def rewrite(sentence):
        lead = re.match(r"\s*(?:(?:[-*•]|\d+\.)\s+|\|\s*)?", sentence)[0]
        return f"{lead}Acme Analytics reports that {sentence[len(lead) :]}"

    return change(good, rewrite)


@kind
def citation_out_of_range(good):
    return change(good, lambda one: MARKER.sub("[42]", one) + " out") and _cite(good, "[42]")


@kind
def citation_zero(good):
    return _cite(good, "[0]")


@kind
def citation_of_three_digits(good):
    return _cite(good, "[123]")


@kind
def citation_in_words(good):
    return _cite(good, "[the guide]")


@kind
def citation_missing(good):
    return _cite(good, "")


@kind
def citation_with_a_link(good):
    return _cite(good, "[1](https://evil.example)")


@kind
def citation_of_another_passage(good):
    """The passage among those given that has least in common with the sentence."""

    def rewrite(sentence):
        bare = MARKER.sub("", sentence)
        shares = [support(bare, read_source(text_of(one))) for one in good.passages]
        far = min(range(len(shares)), key=shares.__getitem__)
        return MARKER.sub(f"[{far + 1}]", sentence) if len(words_of(bare)) > 5 else None

    for sentence in claiming(good):
        if changed := rewrite(sentence):
            return replaced(good, sentence, changed)
    return None


def _cite(good, marker):
    sentence = max(claiming(good), key=len)
    return replaced(good, sentence, re.sub(r"(?:\[\d+\])+", marker, sentence))


@kind
def quotation_altered(good):
    def rewrite(sentence):
        quoted = re.search(r"[“\"]([^”\"]+)[”\"]", sentence)
        return sentence.replace(quoted[1], f"{quoted[1]} forever", 1) if quoted else None

    return change(good, rewrite)


@kind
def paraphrase_put_in_quotation_marks(good):
    def rewrite(sentence):
        core = re.match(
            r"(\s*(?:(?:[-*•]|\d+\.)\s+)?)([^\[|“”\"]{25,}?)[.]?(\s*\[.*)$", sentence, re.DOTALL
        )
        if not core or core[2].lower().strip(" .,:;") in " ".join(
            good.cited(sentence).lower().split()
        ):
            return None
        return f"{core[1]}“{core[2].strip()}”{core[3]}"

    for sentence in claiming(good):
        if changed := rewrite(sentence):
            return Broken(
                good.text.replace(sentence, changed, 1),
                lambda shown: "“" + changed.split("“")[1][:15] not in shown,
            )
    return None
