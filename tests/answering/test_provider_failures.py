"""Whatever a provider does, the asker gets one complete answer in time, which begins with what was shown."""

import socket
import time
from dataclasses import replace

import pytest
import structlog

from advisor.answering.answering import Answering
from advisor.answering.compose import BROKEN_OFF, MODEL_FAILED, VARIES
from advisor.answering.llm import open_chat_model
from advisor.models import Question
from tests.answering.openai_server import OpenAIServer, Turn, envelope

KEY = "sk-canary-key-0123456789"
QUESTION = "Why do usage metrics work badly in B2B?"
FIRST = "Usage metrics work badly in B2B because B2B has few users and so little data. [1]"
SECOND = " Acquisition, engagement and retention is a B2C way of thinking. [1]"
GOOD = FIRST + SECOND
# A limit that is reached: the model is waited for so long, and not much longer on a machine that has time.
SECONDS = 3.0
SLACK = 30.0
# A limit that no machine reaches: what comes by then came for another reason.
ENOUGH = 120.0
UNSUPPORTED = "Budgets are approved by the board every spring. " * 3
EVENTS = {"Content-Type": "text/event-stream"}


@pytest.fixture
def ask(guide, monkeypatch):
    """Asks with a server's turns and returns answer, shown pieces, requests, seconds and logs."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)

    def run(*turns, seconds=ENOUGH, question=QUESTION, url="", streamed=True):
        with OpenAIServer(*turns) as server:
            settings = replace(
                guide.settings,
                llm_model="openai:fake",
                llm_base_url=url or server.url,
                llm_timeout=seconds,
            )
            answering = Answering(
                settings, database=guide.database, embedder=guide.embedder, index=guide.index
            )
            shown = []
            with structlog.testing.capture_logs() as logs:
                started = time.monotonic()
                on_text = shown.append if streamed else None
                answer = answering.ask(Question(question), on_text=on_text)
                took = time.monotonic() - started
        for text in (answer.text, *answer.notices, str(answer.trace), str(logs)):
            assert KEY not in text
            assert "PROVIDER WORDS" not in text
        assert QUESTION not in str(logs)
        assert answer.text.startswith("".join(shown))
        assert answer.citations
        return answer, "".join(shown), server.requests, took

    return run


def test_a_good_answer_streams_sentence_by_sentence(ask):
    answer, shown, requests, _ = ask(Turn(GOOD))
    assert shown == answer.text == GOOD
    assert answer.notices == (VARIES,)
    assert len(requests) == 1
    assert requests[0]["temperature"] == 0


@pytest.mark.parametrize(
    "turn",
    [
        Turn(GOOD, first_pause=1.0),
        Turn(GOOD, pause=0.03),
    ],
    ids=["slow first word", "slow drip"],
)
def test_a_slow_model_that_keeps_within_the_limit_is_waited_for(ask, turn):
    answer, _, _, _ = ask(turn)
    assert answer.text == GOOD


@pytest.mark.parametrize(
    ("turns", "asked"),
    [
        ([Turn(status=500), Turn(GOOD)], 2),
        ([Turn(status=503), Turn(status=502), Turn(GOOD)], 3),
        ([Turn(status=429), Turn(GOOD)], 2),
        ([Turn(status=429, headers={"Retry-After": "1"}), Turn(GOOD)], 2),
        ([Turn(body="data: {not json}\n\n", headers=EVENTS), Turn(GOOD)], 2),
    ],
    ids=["500 once", "503 and 502", "429", "429 with Retry-After", "not JSON once"],
)
def test_a_passing_failure_is_tried_again(ask, turns, asked):
    answer, _, requests, _ = ask(*turns)
    assert answer.text == GOOD
    assert answer.notices == (VARIES,)
    assert len(requests) == asked


@pytest.mark.parametrize(
    ("turn", "limit"),
    [
        (Turn(status=500), SECONDS),
        (Turn(status=429), SECONDS),
        (Turn(status=429, headers={"Retry-After": "86400"}), ENOUGH),
        (Turn(status=429, headers={"Retry-After": "Fri, 01 Jan 2100 00:00:00 GMT"}), ENOUGH),
        (Turn(status=429, headers={"Retry-After": "soon"}), SECONDS),
        (Turn(status=401), ENOUGH),
        (Turn(status=400), ENOUGH),
        (Turn(ends="hanging"), SECONDS),
        (Turn(GOOD, first_pause=20.0), SECONDS),
        (Turn("Usage", ends="hanging"), SECONDS),
        (Turn("Usage metrics work", ends="broken"), SECONDS),
        (Turn("Usage metrics work", ends="reset"), SECONDS),
        (Turn("Usage metrics work", ends="silently"), SECONDS),
        (Turn("Usage metrics work badly in [1", ends="length"), SECONDS),
        (Turn(""), SECONDS),
        (Turn(body="<html>Bad gateway</html>", headers={"Content-Type": "text/html"}), SECONDS),
        (Turn(body="data: {not json}\n\n", headers=EVENTS), SECONDS),
        (Turn(body=f"data: {envelope('chat.completion.chunk', [])}\n\n", headers=EVENTS), SECONDS),
        (Turn('"choices"', body='data: {"choices": []}\n\ndata: [DONE]\n\n', headers=EVENTS), SECONDS),
        (Turn("这是一个很好的答案 [1]。" * 20), SECONDS),
        (Turn("Das ist immer richtig und sehr nützlich für alle Kunden [1]. " * 3), SECONDS),
        (Turn("la " * 4000), SECONDS),
        (Turn(UNSUPPORTED), SECONDS),
    ],
    ids=[
        "500 always", "429 always", "429 for a day", "429 until 2100", "429 with nonsense", "401", "400", "silence",
        "first word too late", "one word", "cut inside an event", "connection reset", "closed in mid-sentence",
        "length", "nothing", "HTML", "not JSON", "choices empty", "no choices", "Chinese", "German", "endless",
        "unsupported",
    ],
)  # fmt: skip
def test_without_a_usable_answer_the_guide_is_quoted_in_time_and_that_is_said(ask, turn, limit):
    answer, shown, _, took = ask(turn, seconds=limit)
    assert shown == ""
    assert answer.method == "extractive"
    assert answer.notices == (MODEL_FAILED,)
    # Where waiting is of no use, none of the limit is spent.
    assert took < (limit + SLACK if limit == SECONDS else limit)


def test_a_refused_connection_is_answered_by_quotes(ask):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    answer, _, _, took = ask(Turn(GOOD), url=url, seconds=SECONDS)
    assert answer.notices == (MODEL_FAILED,)
    assert took < SECONDS + SLACK


@pytest.mark.parametrize(
    "ends", ["broken", "reset", "silently", "length", "hanging", "content_filter"]
)
def test_what_was_shown_stays_and_quotes_complete_it_when_the_model_breaks_off(ask, ends):
    limit = 3 * SECONDS if ends == "hanging" else ENOUGH
    turn = Turn(f"{GOOD} A B2B product that is hard to", ends=ends)
    answer, shown, requests, took = ask(turn, seconds=limit)
    assert shown == GOOD
    assert answer.text.startswith(GOOD + "\n\n")
    assert answer.method == "llm"
    assert answer.notices == (VARIES, BROKEN_OFF)
    assert len(requests) == 1
    assert took < limit + SLACK


def test_a_quote_does_not_repeat_what_was_shown(ask):
    answer, _, _, _ = ask(Turn(f"{GOOD} A B2B product", ends="broken"))
    assert answer.text.count("few users and so little data") == 1


def test_a_model_is_asked_once_more_with_the_reasons_while_nothing_has_been_shown(ask):
    answer, shown, requests, _ = ask(Turn(UNSUPPORTED), Turn(GOOD))
    assert shown == answer.text == GOOD
    again = requests[1]["messages"]
    assert [one["role"] for one in again] == ["system", "user", "assistant", "user"]
    assert "did not end with the number of the passage" in str(again[3]["content"])


def test_a_model_is_not_asked_again_once_a_sentence_was_shown(ask):
    answer, shown, requests, _ = ask(Turn(f"{FIRST} {UNSUPPORTED}It costs $9 [1]."), Turn(GOOD))
    assert shown.strip() == FIRST
    assert len(requests) == 1
    assert answer.notices == (VARIES, BROKEN_OFF)


def test_where_nothing_is_streamed_a_poor_answer_is_asked_for_again(ask):
    poor = Turn(f"{FIRST} It costs $9 [1]. It costs $10 [1].")
    answer, _, requests, _ = ask(poor, Turn(GOOD), streamed=False)
    assert answer.text == GOOD
    assert len(requests) == 2


def test_both_attempts_together_keep_to_the_limit(ask):
    # Time enough for the second one to begin.
    limit = 3 * SECONDS
    slow = Turn(UNSUPPORTED, first_pause=limit * 0.6)
    answer, _, requests, took = ask(slow, seconds=limit)
    assert answer.notices == (MODEL_FAILED,)
    assert len(requests) == 2
    assert took < limit + SLACK


def test_a_form_that_was_asked_for_is_shown_only_when_it_holds(ask):
    bullets = (
        "- B2B has few users and so little data [1]\n- A B2B product is hard to dissect [1]\n"
        "- Talk with customers instead of counting them [1]"
    )
    asked = "Why do usage metrics work badly in B2B, in 3 bullets?"
    answer, shown, requests, _ = ask(Turn(GOOD), Turn(bullets), question=asked)
    assert shown == answer.text == bullets
    assert len(requests) == 2
    assert "exactly 3" in str(requests[0]["messages"][0]["content"])


def test_a_draft_varies_more_than_an_answer(guide, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with OpenAIServer(Turn("A draft.")) as server:
        settings = replace(guide.settings, llm_model="openai:fake", llm_base_url=server.url)
        draft = open_chat_model(settings, draft=True).invoke("Write it.")
    assert draft.text == "A draft."
    assert server.requests[0]["temperature"] == settings.llm_draft_temperature > 0
