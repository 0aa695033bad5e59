"""An answer that a language model writes is read while it grows."""

import pytest
from hesitating import Hesitating
from playwright.sync_api import expect
from scenes import QUESTION, composer, messages_of, say, thread, thumb
from stage import furnish, open_stage
from window import Troubles, open_window, skip_tour

# Slack's SDK sends a stream in pieces of 256 characters.
FIRST = (
    "In screening for a disease, recall (sensitivity) usually leads, because the costlier error is "
    "usually the missed case. [1] Precision leads when acting on a false alarm is harmful to the "
    "patient. [1] Diagnoses should be precise, with fewer false positives, because imprecision has "
    "serious consequences. [1] For screening, the missed case (a false negative) usually costs more "
    "than a false alarm, which a second test can clear. [1]"
)
LAST = (
    "Before you choose a metric for a medical test, ask doctors which error costs more: the false "
    "alarm or the missed patient. [1]"
)


@pytest.fixture
def written(home, tmp_path):
    """A workspace whose bot has a language model, and that model's server."""
    with Hesitating(f"{FIRST}\n{LAST}") as server:
        variables = {
            "LLM_MODEL": "openai:fake",
            "LLM_BASE_URL": server.url,
            "LLM_TIMEOUT": "60",
            "OPENAI_API_KEY": "sk-none",
            "BUILDER": "elsewhere",
        }
        furnish(tmp_path / "written", data_dir=home / "data")
        with open_stage(tmp_path / "written", variables=variables) as slack:
            yield slack, server


def test_an_answer_grows_while_it_is_written(chromium, written):
    slack, server = written
    troubles = Troubles(slack.url)
    page = skip_tour(open_window(chromium, slack.url, troubles=troubles))
    say(composer(page, "#general"), f"@advisor {QUESTION}")
    answer = messages_of(thread(page), "advisor").last
    expect(answer).to_contain_text("recall (sensitivity) usually leads")
    expect(answer).to_contain_text("writing…")
    expect(answer).not_to_contain_text("ask doctors")
    expect(thumb(answer, "helpful")).to_have_count(0)
    server.go_on.set()
    expect(answer).to_contain_text("ask doctors which error costs more")
    expect(thumb(answer, "helpful")).to_be_visible()
    expect(answer).not_to_contain_text("writing…")
    page.context.close()
    assert troubles.found == []
