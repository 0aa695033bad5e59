import shutil
import uuid
from dataclasses import replace
from types import SimpleNamespace

import pytest

from advisor.answering.answering import Answering
from advisor.bootstrap import build_services
from advisor.cli import answer_row
from advisor.database.answers import record_answer
from advisor.embedding import open_embedder
from advisor.models import Answer, Question, Turn
from advisor.settings import Settings
from ingest.build import build_release
from listeners.mrkdwn import harmless
from listeners.views.answer import build_answer
from listeners.views.source_modal import build_source_modal
from tests.red_team.attacks import (
    ANOTHERS_TEXT,
    APP_TOKEN,
    BOT_TOKEN,
    OWN_URL,
    Attack,
    load_attacks,
)
from tests.red_team.obedient import ObedientProvider

SUBJECTS = (
    "drift", "churn", "fraud", "search", "ranking", "pricing", "labelling", "onboarding", "retention", "forecasting",
    "moderation", "routing", "translation", "captioning", "matching", "scheduling", "tagging", "sorting", "sampling",
    "alerting", "grouping", "scoring", "reporting", "testing", "planning", "training", "coaching", "billing", "mapping",
    "buying", "selling", "shipping", "stocking", "hiring", "tutoring", "printing", "cooking", "farming", "sailing",
    "banking",
)  # fmt: skip
PAGE = """---
title: {title}
sources: [A source]
last_reviewed: 2026-11-22
---

# {title}

## {heading}
<!-- asked as: how does {name} handle {subject}? -->

{name} handles {subject} with a small model that engineers check each week.

{planted}

Customers of {name} see the results of {subject} on a page of their own.
"""
TABLE = "about:\n  title: Glossary\nentries:\n"


def question_of(number):
    return f"how does {name_of(number)} handle {SUBJECTS[number]}?"


def name_of(number):
    return f"Firm{SUBJECTS[number].title()}"


def write_planted_guide(folder, attacks):
    """Writes a page, or a row, for each attack; returns the question for which each is found."""
    folder.mkdir()
    questions, rows = {}, []
    for number, attack in enumerate(attacks):
        name, subject = name_of(number), SUBJECTS[number]
        heading = f"How does {name} handle {subject}?"
        questions[attack.id] = question_of(number)
        if attack.place == "table_row":
            term = f"{name} {subject}"
            rows.append(
                f"  - term: {term}\n    definition: >-\n      {term} is a way of checking models. {attack.text}\n"
            )
            questions[attack.id] = f"what is {term}?"
            continue
        if attack.place == "heading":
            heading = f"{heading} {attack.text}"
        stem = attack.text if attack.place == "file_name" else f"page-{number}"
        planted = attack.text if attack.place == "page" else ""
        text = PAGE.format(
            title=f"{name} and {subject}",
            heading=heading,
            name=name,
            subject=subject,
            planted=planted,
        )
        (folder / f"{stem}.md").write_text(text, encoding="utf-8")
    (folder / "glossary.yaml").write_text(TABLE + "".join(rows), encoding="utf-8")
    return questions


def build_guide(data_dir, models, folder):
    """Ingests the folder in this process, with the real model, and returns its services."""
    data_dir.mkdir(exist_ok=True)
    shutil.copytree(models, data_dir / "models")
    settings = Settings(
        data_dir=data_dir,
        knowledge_dir=folder,
        knowledge_url=OWN_URL,
        slack_bot_token=BOT_TOKEN,
        slack_app_token=APP_TOKEN,
    )
    services = build_services(settings)
    build_release(
        settings,
        folder=folder,
        database=services.database,
        open_embedder=lambda: open_embedder(settings),
    )
    anothers = Question(ANOTHERS_TEXT, user="U0ANNA0001", place="T1/C1/1.0")
    told = Answer(uuid.uuid4().hex, ANOTHERS_TEXT, abstained=False, method="rule", confidence=1.0)
    record_answer(services.database, anothers, told)
    return services


@pytest.fixture(scope="session")
def planted(tmp_path_factory, models):
    """A guide into which every attack on pages has been planted."""
    base = tmp_path_factory.mktemp("red_team")
    attacks = load_attacks("page", "heading", "file_name", "table_row")
    questions = write_planted_guide(base / "guide", attacks)
    services = build_guide(base / "data", models, base / "guide")
    yield SimpleNamespace(services=services, questions=questions)
    services.close()


@pytest.fixture(scope="session")
def obedient():
    with ObedientProvider() as provider:
        yield provider


@pytest.fixture(scope="session")
def asked(planted, obedient):
    """Asks, and returns the answer and every text that its asker is shown, in Slack or on the command line."""
    services = planted.services
    with_model = replace(
        services.settings, llm_model="openai:fake", llm_base_url=obedient.url, llm_timeout=60.0
    )
    composers = {
        "extractive": services.answering,
        "llm": Answering(
            with_model,
            database=services.database,
            embedder=services.embedder,
            index=services.index,
        ),
    }

    def ask(mode, question, *, turns=(), user="U0ASKER001"):
        pieces = []
        asked = Question(question, user=user, turns=turns, place="T1/C1/2.0")
        answer = composers[mode].ask(asked, on_text=pieces.append)
        return answer, [*shown_of(answer), harmless("".join(pieces), own_url=OWN_URL)]

    return ask


def shown_of(answer):
    """Everything that Slack or a terminal shows of an answer."""
    row = answer_row(None, answer)
    texts = [*strings_of(row)]
    for message in build_answer(answer, own_url=OWN_URL):
        texts += [message.text, *strings_of(message.blocks)]
    for citation in answer.citations:
        texts += strings_of(build_source_modal(citation, own_url=OWN_URL))
    return texts


def strings_of(value):
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in strings_of(part)]


def turns_of(attack: Attack):
    return (Turn(attack.text, "I cannot do that."),) if attack.place == "turn" else ()
