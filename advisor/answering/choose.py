"""Which sentences an answer is made of: the best within a word budget, with their caveats and whole lists."""

from collections.abc import Sequence

from advisor.answering.sentences import Sentence

# About 120 words: without a sentence more, the last fact of a section was cut off in 2 % of the development answers.
WORD_BUDGET = 130
LONGEST_CAVEAT = 45
# Of the caveats of 315 development answers, pairs above it told the same doubt, in one section and another.
SAME_CAVEAT = 0.75
# A list that was asked for comes whole up to this length, whatever the budget.
LONGEST_LIST = 260
LONGEST_OTHER_LIST = 90
# A caveat of another section comes along where it is about a sentence that is quoted from it; a long one with its
# first sentence only.
CONCERNS = 0.5
# Openings of other sections that come close to the best.
MOST_OPENINGS = 2
LONGEST_OPENING = 40
LONGEST_CLAUSE = 20


def choose(
    candidates: Sequence[Sentence],
    word_budget: int = WORD_BUDGET,
    *,
    whole_list: bool = False,
    least: int = 0,
) -> list[Sentence]:
    """Returns the best by score that fit; caveats come along, lest the reader be misled.

    `whole_list` takes the best list of the best section whatever the budget; `least` is how many
    sentences there are to be at least, if there are so many.
    """
    best = min((one.passage for one in candidates), default=0)
    chosen = [
        one
        for one in candidates
        if one.passage == best and one.is_caveat and one.words <= LONGEST_CAVEAT
    ]
    if whole_list:
        chosen += _best_list(candidates, best)
    chosen += _close_openings(candidates, chosen)
    left = word_budget - sum(one.words for one in chosen)
    ranked = sorted(candidates, key=lambda one: -one.score)
    for sentence in ranked:
        if sentence in chosen:
            continue
        if chosen and sentence.words > left and len(chosen) >= least:
            continue
        if sentence.is_caveat and sentence.passage != best:
            continue
        left += _add(chosen, sentence)
    if not any(one.passage == best and not one.is_caveat for one in chosen):
        # Nothing else fits, and a caveat alone answers nothing.
        chosen += [one for one in ranked if one.passage == best and not one.is_caveat][:1]
    return without_loose_leads(with_caveats(chosen, candidates))


def _close_openings(candidates: Sequence[Sentence], chosen: Sequence[Sentence]) -> list[Sentence]:
    """The openings of the sections that come close to the best, as far as they are short and say more."""
    best = min((one.passage for one in candidates), default=0)
    own = [one for one in candidates if one.passage == best] + list(chosen)
    found: list[Sentence] = []
    for one in candidates:
        fits = one.words <= LONGEST_OPENING and len(found) < MOST_OPENINGS
        if one.opens_close_section and fits and not any(one.is_twin_of(each) for each in own):
            found.append(one)
    return found


def with_caveats(chosen: list[Sentence], candidates: Sequence[Sentence]) -> list[Sentence]:
    """Returns the chosen with each caveat that concerns a sentence chosen from its section, none told twice."""
    missing = [
        one.opening(LONGEST_CLAUSE)
        for one in candidates
        if one.is_caveat
        and one.words <= LONGEST_CAVEAT
        and not any(one.is_twin_of(other) for other in chosen)
        and any(
            other.passage == one.passage and other.likeness(one) >= CONCERNS for other in chosen
        )
    ]
    return _with_caveats_once([*chosen, *missing])


def _with_caveats_once(chosen: Sequence[Sentence]) -> list[Sentence]:
    """Leaves out caveats that another one has told: sections on one matter carry the same doubt."""
    kept: list[Sentence] = []
    for one in sorted(chosen, key=lambda each: each.passage):
        told = [other for other in kept if other.is_caveat]
        if not (one.is_caveat and any(one.likeness(other) >= SAME_CAVEAT for other in told)):
            kept.append(one)
    return [one for one in chosen if one in kept]


def without_loose_leads(chosen: list[Sentence]) -> list[Sentence]:
    """Leaves out "Examples of it:" where nothing that it announces is chosen, unless it is all."""
    places = {(one.passage, one.position) for one in chosen}
    kept = [one for one in chosen if not one.is_lead or (one.passage, one.position + 1) in places]
    return kept or chosen


def _add(chosen: list[Sentence], sentence: Sentence) -> int:
    """Adds a sentence, or puts it in the place of its twin from a worse section; how many words it frees."""
    twins = [other for other in chosen if sentence.is_twin_of(other)]
    if not twins:
        chosen.append(sentence)
        return -sentence.words
    if any(other.passage <= sentence.passage for other in twins):
        return 0
    freed = sum(other.words for other in twins) - sentence.words
    for other in twins:
        chosen.remove(other)
    chosen.append(sentence)
    return freed


def _best_list(candidates: Sequence[Sentence], best: int) -> list[Sentence]:
    """The best list of the best section, else of the next that has one, and the sentence that leads to it."""
    lists: list[list[Sentence]] = []
    previous: Sentence | None = None
    for one in candidates:
        goes_on = previous is not None and previous.passage == one.passage
        if one.is_item and previous is not None and goes_on and previous.is_item:
            lists[-1].append(one)
        elif one.is_item:
            lists.append([previous, one] if previous and goes_on and previous.is_lead else [one])
        previous = one
    fitting = [
        each
        for each in lists
        if len(each) > 1
        and sum(one.words for one in each)
        <= (LONGEST_LIST if each[-1].passage == best else LONGEST_OTHER_LIST)
    ]
    return max(fitting, key=lambda each: (-each[-1].passage, each[-1].score), default=[])
