"""Does in the background, while the bot connects, what the first question would else wait for."""

import threading

import structlog
from sqlalchemy.exc import SQLAlchemyError

from advisor.answering.asks_for import demand_of
from advisor.answering.languages import open_identifier
from advisor.answering.scope import find_out_of_scope
from advisor.errors import AdvisorError
from advisor.index.live import LiveIndex
from advisor.memory import give_back_memory

SAMPLE = "Which metrics fit a recommender?"

log = structlog.get_logger()


def start_warm_up(index: LiveIndex) -> threading.Thread:
    """Starts, and returns the thread; what goes wrong is told to whoever asks the first question."""
    thread = threading.Thread(target=_warm_up, args=(index,), name="warm-up", daemon=True)
    thread.start()
    return thread


def _warm_up(index: LiveIndex) -> None:
    languages = threading.Thread(target=open_identifier, name="warm-up-languages", daemon=True)
    languages.start()
    # Before the release, for which a question has to wait itself.
    find_out_of_scope(SAMPLE)
    demand_of(SAMPLE)
    try:
        index.current()
    except (AdvisorError, SQLAlchemyError) as error:
        log.info("no_release_at_start", kind=type(error).__name__)
    languages.join()
    give_back_memory()
