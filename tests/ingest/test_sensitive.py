"""Secrets and personal data are told with their place and masked; examples and prose are not."""

import pytest

from advisor.models import Document, Section
from ingest.load import load_folder
from ingest.sensitive import MOST_PER_FILE, cautions_in_sections, cautions_in_text

# In two halves, so that no scanner takes this file for a leak.
SLACK = "xox" + "b-123456789012-abcdefGHIJKL"
AWS = "AKI" + "AIOSFODNN7ABCDEFG"[:17]
GITHUB = "gh" + "p_" + "a1B2" * 9
OPENAI = "s" + "k-proj-" + "Ab3dEf6h" * 4
STRIPE = "s" + "k_live_" + "4eC39HqLyjWDarjtT1zdp7dc"


def found(text):
    return [(one.kind, one.text) for one in cautions_in_text("a.md", text)]


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        (f"token {SLACK}", "secret", "a Slack token (xoxb-…)"),
        (f"key {AWS}", "secret", "an AWS access key (AKIA…)"),
        (f"key {GITHUB}", "secret", "a GitHub token (ghp_…)"),
        (f"key {OPENAI}", "secret", "an OpenAI or Anthropic key (sk-…)"),
        (f"key {STRIPE}", "secret", "a Stripe key (sk_live_…)"),
        ("-----BEGIN RSA PRIVATE " + "KEY-----", "secret", "a private key"),
        ("-----BEGIN PRIVATE " + "KEY-----", "secret", "a private key"),
        ("postgresql://app:hunter" + "2x@db.corp.io/main", "secret", "a password in an address"),
        ("DB_PASSWORD=tr0ub4dor" + "99", "secret", "a password or key"),
        ('api_key: "9fK2' + 'mQ7xW1pZ"', "secret", "a password or key"),
        (
            "eyJhbGciOiJIUzI1" + "NiJ9.eyJzdWIiOiIxMjM0NTY3.SflKxwRJSMeKKF2QT4",
            "secret",
            "a signed token (JWT) (eyJ…)",
        ),
        ("write to jane.doe@corp.io", "personal_data", "an e-mail address (j…@corp.io)"),
        ("call +49 30 901820 17", "personal_data", "a phone number (+49…17)"),
        ("call (415) 867-5309", "personal_data", "a phone number ((41…09)"),
        ("pay to DE89 3704 0044 0532 0130 00", "personal_data", "a bank account (IBAN) (DE…00)"),
        ("card 4539 1488 0343 6467", "personal_data", "a card number (…6467)"),
        ("SSN 219-09-9999", "personal_data", "a US social security number (…99)"),
    ],
    ids=lambda value: None,
)
def test_what_should_not_be_in_a_guide_is_told_masked(text, kind, what):
    assert found(f"# A\n\nFirst.\n{text}\n") == [(kind, f"line 4: looks like {what}")]


@pytest.mark.parametrize(
    "text",
    [
        "write to jane@example.com or noreply@corp.io",
        "password: the word that you choose",
        "password: ************",
        "API_KEY=your-api-key-1234",
        "api_key = os.environ['OPENAI_API_KEY2']",
        "the secret: write 20 questions",
        "The token: 256 word pieces",
        "card 4242 4242 4242 4242 and 4539 1488 0343 6468",
        "DE89 3704 0044 0532 0130 01",
        "between 2020-2024 and 2025-11-22, 1,234,567 users, 0.93-0.97",
        "+20 % in 3 months, + 5 points",
        "git@github.com:owner/name.git with git@corp.io",
        "version 1.2.3-4567, 192.168.100.200, ISBN 978-3-16-148410-0",
        "https://corp.io/a@b and https://corp.io:8080/x@y",
        "call 415-555-0132",
        "sk-learn-contrib-and-other-names-of-packages",
        "request 1234567890123456",
    ],
)
def test_examples_and_prose_are_not_told(text):
    assert found(text) == []


def test_the_same_value_is_told_once_and_a_list_is_cut():
    many = "\n".join(f"person{number}@corp.io" for number in range(100))
    assert len(found(many)) == MOST_PER_FILE
    assert len(found(f"{SLACK} {SLACK}")) == 1


def test_pages_are_named():
    section = Section(("Title", "Team"), "Ask jane.doe@corp.io", 0, place="p. 4")
    (caution,) = cautions_in_sections(Document("a.pdf", "Title", (section,), ""))
    assert (caution.path, caution.text) == (
        "a.pdf",
        "p. 4: looks like an e-mail address (j…@corp.io)",
    )


def test_a_folder_collects_them_and_goes_on(tmp_path):
    (tmp_path / "a.md").write_text(f"# A\n\nUse {SLACK} here.\n")
    (tmp_path / "b.txt").write_text("Ask jane.doe@corp.io.")
    loaded = load_folder(tmp_path)
    assert [one.path for one in loaded.documents] == ["a.md", "b.txt"]
    assert [(one.path, one.kind) for one in loaded.warnings] == [
        ("a.md", "secret"),
        ("b.txt", "personal_data"),
    ]
    assert SLACK not in str(loaded.warnings)
