"""An admin and what they do with the guide, and a runner whose builds take a line each."""

import json
from datetime import timedelta

from triage_actor import find_element

from advisor.database.job_work import claim_job, finish_job, note_result, report_progress
from advisor.database.jobs import list_jobs
from advisor.database.releases import activate_release, describe_release, hold_release, take_lease

DAY = timedelta(days=1)
EVALUATION = {
    "questions": 12,
    "passed": {"before": 10, "after": 11},
    "won": [{"id": 1, "question": "Which metric fits a recommender?"}],
    "lost": [],
    "recall_at_5": {"before": 0.9, "after": 0.95},
    "refusals": {"before": 2, "after": 2},
    "worse": False,
    "reason": "",
    "changed": [
        {
            "question": "What is drift?",
            "before": "Drift is slow. [1]",
            "after": "Drift is fast. [1]",
        }
    ],
    "seconds": 1.0,
}


def manifest(**pages):
    """The manifest of a release with these pages, as far as it is read."""
    documents = [
        {
            "path": f"{name}.md",
            "sha256": str(text),
            "title": name.title(),
            "chunks": 2,
            "owner": "guild",
            "last_reviewed": "2026-11-01",
        }
        for name, text in pages.items()
    ]
    return {
        "documents": documents,
        "counts": {"documents": len(documents), "chunks": 2 * len(documents)},
        "embedder": {"name": "fake", "weights_sha256": "0" * 64},
    }


def build_release_row(database, *, held=False, **pages):
    """Stores a release without files, and returns its number."""
    number = take_lease(database, folder="k", owner="t", dead_owners=(), lifetime=DAY).release
    describe_release(database, number, manifest=manifest(**pages), content_sha256=str(number))
    if held:
        hold_release(database, number)
    else:
        activate_release(database, number, from_status=("building",))
    return number


class Runner:
    """Does what `python -m ingest worker` does, one step for each call."""

    owner = "runner"

    def __init__(self, database):
        self.database = database
        self.job = None

    def claim(self):
        self.job = claim_job(self.database, owner=self.owner, lifetime=DAY)
        return self.job

    def progress(self, step, done=0, of=0, seconds_left=None):
        progress = {"step": step, "done": done, "of": of, "seconds_left": seconds_left}
        return report_progress(self.database, self.job.id, owner=self.owner, progress=progress)

    def build(self, *, publish=False, evaluation=EVALUATION, **more):
        """Ends a refresh with a release that is held, or live."""
        number = build_release_row(self.database, held=not publish, apples=1, bears=2)
        note_result(self.database, self.job.id, owner=self.owner, release=number)
        result = {
            "release": number,
            "documents": 2,
            "chunks": 4,
            "embedded": 3,
            "reused": 1,
            "seconds": 12.3,
            "published": publish,
            "unchanged": False,
            "held_because": "",
            "pages": {"added": ["bears.md"], "changed": ["apples.md"], "removed": ["cows.md"]},
            "rejected": [{"path": "bad.pdf", "reason": "it is encrypted"}],
            "warnings": [{"path": "apples.md", "kind": "secret", "text": "line 3: a key"}],
            "evaluation": evaluation,
            **more,
        }
        self.finish("published" if publish else "built", result=result)
        return number

    def publish(self):
        """Does what somebody decided."""
        self.claim()
        activate_release(self.database, self.job.release, from_status=("ready", "retired"))
        result = {**self.job.result, "release": self.job.release, "before": None}
        self.finish("published", result=result)

    def finish(self, status, **more):
        finish_job(self.database, self.job.id, owner=self.owner, status=status, **more)


class Keeper:
    """Somebody at the keyboard who manages the guide, or tries to."""

    def __init__(self, bot, user="U_ADMIN", channel=None):
        self.bot, self.user = bot, user
        self.person = bot.slack.person(user)
        self.channel = channel or self.person.direct_message

    def knowledge(self, text, channel=None):
        delivery = self.person.slash("/knowledge", text, channel or self.channel)
        assert delivery.acked
        return delivery

    def told(self, text, channel=None):
        """The answer to a command that only this person sees."""
        place = channel or self.channel
        before = len(self.private(place))
        self.knowledge(text, place)
        return self.bot.slack.wait_for(lambda: self.private(place)[before:])[0]

    def private(self, channel=None):
        place = channel or self.channel
        return [each for each in self.person.sees(place) if each.visible_to == self.user]

    def messages(self, channel=None):
        """The lasting messages of the bot."""
        place = channel or self.channel
        return [each for each in self.bot.slack.bot_messages(place) if not each.visible_to]

    def message(self, *texts, channel=None):
        """The last lasting message, once it shows all these texts."""
        return self.bot.slack.wait_for(
            lambda: (
                (found := self.messages(channel))
                and all(text in shown(found[-1]) for text in texts)
                and found[-1]
            )
        )

    def press(self, action_id, message=None):
        message = message or self.messages()[-1]
        button = find_element(message.blocks, action_id)
        assert button, shown(message)
        return self.person.click(message.ts, action_id, button["value"])

    def modal(self):
        return self.bot.slack.wait_for(lambda: self.person.modal)

    def jobs(self):
        return list_jobs(self.bot.services.database)


def shown(message):
    return json.dumps(message.blocks or [message.text], ensure_ascii=False)
