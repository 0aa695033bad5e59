"""The letters, the length and the form of a good answer, broken."""

import re

from advisor.answering.form import Form
from advisor.answering.wording import words_of
from advisor.answering.written import MARKER
from tests.answering.breaking import (
    Broken,
    claiming,
    kind,
    plain,
    replaced,
)


def _long_word(good, rewrite):
    def rewritten(sentence):
        match = re.search(
            r"\b[a-z]{6,}\b", MARKER.sub(lambda one: "#" * len(one.group(0)), sentence)
        )
        if not match:
            return None
        return f"{sentence[: match.start()]}{rewrite(match[0])}{sentence[match.end() :]}"

    for sentence in claiming(good):
        if changed := rewritten(sentence):
            return replaced(good, sentence, changed)
    return None


@kind
def zero_width_space(good):
    return _long_word(good, lambda word: f"{word[:3]}\u200b{word[3:]}")


@kind
def homoglyph(good):
    return _long_word(good, lambda word: f"{word[:-1]}\u0430")


@kind
def greek_letter(good):
    return _long_word(good, lambda word: f"{word[:2]}\u03bf{word[3:]}")


@kind
def full_width_letters(good):
    return _long_word(good, lambda word: "".join(chr(ord(letter) + 0xFEE0) for letter in word))


@kind
def combining_marks(good):
    return _long_word(good, lambda word: "\u0335".join(word))


@kind
def tag_characters(good):
    return _long_word(
        good, lambda word: word + "".join(chr(0xE0000 + ord(letter)) for letter in "hi")
    )


@kind
def said_again_and_again(good):
    sentence = max(claiming(good), key=len).strip()
    core = plain(sentence)
    return Broken(
        good.text.rstrip() + f"\n{sentence}" * 40, lambda shown: plain(shown).count(core) == 1
    )


@kind
def too_long(good):
    more = [
        f"{one.strip(' -|')} [{place}]"
        for place, passage in enumerate(good.passages, 1)
        for one in re.split(r"(?<=[.])\s+", passage.chunk.text)
        if one.endswith(".") and "\n" not in one
    ]
    text = "\n".join((good.text.rstrip(), *more))
    return Broken(text, lambda shown: len(words_of(MARKER.sub("", shown))) <= 200)


@kind
def broken_off_in_a_sentence(good):
    last = claiming(good)[-1]
    cut = good.text[: good.text.rindex(last.strip())] + last.strip()[: len(last.strip()) * 3 // 5]
    stub = plain(last.strip()[: len(last.strip()) * 3 // 5])
    return Broken(cut, lambda shown: stub not in plain(shown))


@kind
def broken_off_in_a_citation(good):
    last = claiming(good)[-1]
    if "[" not in good.text[-8:]:
        return None
    core = plain(MARKER.sub("", last))
    return Broken(
        good.text[: good.text.rstrip().rindex("[") + 2], lambda shown: core not in plain(shown)
    )


@kind
def refused_in_other_words(good):
    text = "The passages do not contain any information about that [1]."
    return Broken(text, lambda shown: not shown)


@kind
def refused_without_a_source(good):
    return Broken("I'm sorry, but I cannot find this in the guide.", lambda shown: not shown)


def _wrong_form(form, good):
    if form.holds(good.text):
        return None
    return Broken(good.text, lambda shown: False, form)


@kind
def prose_instead_of_bullets(good):
    return _wrong_form(Form("bullets", 3), good)


@kind
def prose_instead_of_a_table(good):
    return _wrong_form(Form("table"), good)


@kind
def more_than_one_line(good):
    return _wrong_form(Form("one_line"), good)


@kind
def no_pros_and_cons(good):
    return _wrong_form(Form("pros_and_cons"), good)
