"""What a good answer says, turned into something else."""

import re

from advisor.answering.wording import lists, words_of
from advisor.answering.written import MARKER
from tests.answering.breaking import (
    AUXILIARY,
    KINDS,
    change,
    kind,
)


@kind
def negation_put_in(good):
    def rewrite(sentence):
        if set(words_of(sentence)) & (lists().negations | lists().tacit):
            return None
        if any(word in lists().negations for word in words_of(good.cited(sentence))):
            pass
        return AUXILIARY.sub(r"\1 not", sentence, count=1) if AUXILIARY.search(sentence) else None

    return change(good, rewrite)


@kind
def negation_taken_out(good):
    def rewrite(sentence):
        return re.sub(r"\b(do|does|is|are|can|need)(?: not|not)\b", r"\1", sentence, count=1)

    return change(good, rewrite)


@kind
def no_put_in(good):
    def rewrite(sentence):
        return re.sub(
            r"\b(has|have|gives|names|needs|shows) (?!no|not)(?=[a-z])",
            r"\1 no ",
            sentence,
            count=1,
        )

    return change(good, rewrite)


@kind
def verdict_reversed(good):
    """Yes for no, where the passage itself begins with the verdict."""

    def rewrite(sentence):
        match = re.match(r"\s*(Yes|No)\b", sentence)
        if not match or not re.search(rf"(?m)^{match[1]}\b", good.cited(sentence)):
            return None
        return sentence.replace(match[1], {"Yes": "No", "No": "Yes"}[match[1]], 1)

    return change(good, rewrite)


@kind
def word_replaced_by_its_opposite(good):
    def rewrite(sentence):
        cited = set(words_of(good.cited(sentence)))
        for word in words_of(MARKER.sub("", sentence)):
            others = sorted(lists().opposites.get(word, frozenset()) - cited)
            if others and word in cited:
                return re.sub(rf"\b{word}\b", others[0], sentence, count=1)
        return None

    return change(good, rewrite)


@kind
def always_put_in(good):
    def rewrite(sentence):
        if "always" in good.cited(sentence):
            return None
        return (
            AUXILIARY.sub(r"\1 always", sentence, count=1) if AUXILIARY.search(sentence) else None
        )

    return change(good, rewrite)


def stressing(name, hedges, stress):
    """A word that leaves no way out instead of a hedge, where the passage has none such."""

    def broken(good):
        def rewrite(sentence):
            changed = re.sub(rf"(?<!not )\b(?:{hedges})\b", stress, sentence, count=1)
            return None if stress in words_of(good.cited(sentence)) else changed

        return change(good, rewrite)

    broken.__name__ = name
    KINDS[name] = broken


for _name, _hedges, _stress in (
    ("may_made_must", "may|might|could|can|should", "must"),
    ("some_made_all", "some|many|most|several|often", "all"),
    ("usually_made_always", "usually|often|mostly|typically|generally|sometimes", "always"),
):
    stressing(_name, _hedges, _stress)


@kind
def only_put_in(good):
    def rewrite(sentence):
        if {"only", "not"} & set(words_of(good.cited(sentence) + sentence)):
            return None
        return AUXILIARY.sub(r"\1 only", sentence, count=1) if AUXILIARY.search(sentence) else None

    return change(good, rewrite)


@kind
def content_replaced(good):
    def rewrite(sentence):
        return re.sub(
            r"[^|\[\]]{20,}?(?=\s*\[)",
            "Cats sleep through most of the day and dream of birds",
            sentence,
            count=1,
        )

    return change(good, rewrite)
