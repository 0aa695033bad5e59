"""The one place where the parts are wired together."""

from dataclasses import dataclass

from advisor.answering.answering import Answering
from advisor.answering.llm import LlmComposer
from advisor.database import Database, open_database
from advisor.embedding import Embedder, open_embedder
from advisor.index.live import LiveIndex
from advisor.settings import Settings
from advisor.triage.assess import Judge, Triage
from advisor.triage.loading import OnFirstUse
from advisor.triage.own_model import serving_path


@dataclass(frozen=True, slots=True)
class Services:
    """What listeners, the command line and evals work with."""

    settings: Settings
    database: Database
    embedder: Embedder
    index: LiveIndex
    answering: Answering
    triage: Triage

    def close(self) -> None:
        """Closes the releases and the database."""
        self.index.close()
        self.database.close()


def build_services(settings: Settings) -> Services:
    """Returns the services of these settings: database up to date, model loaded, index following.

    Raises:
        AdvisorError: a part cannot start; the message says what to do.

    """
    database = open_database(settings)
    embedder = open_embedder(settings)
    index = LiveIndex(database, settings, embedder)
    answering = Answering(settings, database=database, embedder=embedder, index=index)
    triage = Triage(
        settings,
        embedder=embedder,
        index=index,
        classifier=OnFirstUse(lambda: _open_judge(settings)),
        llm=LlmComposer(settings) if settings.llm_model else None,
    )
    return Services(settings, database, embedder, index, answering, triage)


def _open_judge(settings: Settings) -> Judge:
    from advisor.triage.classifier import open_classifier

    return open_classifier(serving_path(settings.data_dir))
