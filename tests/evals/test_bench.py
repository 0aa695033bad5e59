from dataclasses import replace

import pytest
from sqlalchemy import func, select

from advisor.database import open_database
from advisor.database.tables import answers
from advisor.errors import NoReleaseError
from advisor.models import Question, Turn
from advisor.settings import Settings
from evals.bench import open_bench


def test_measuring_leaves_no_trace_in_the_database_of_the_bot(guide_data_dir):
    settings = Settings(data_dir=guide_data_dir)
    with open_bench(settings) as bench:
        answer = bench.ask(Question("precision or recall for a medical test?"))
        bench.embed("some question")
        asked = Question("precision and recall")
        found = {name: search(asked, 3) for name, search in bench.searches.items()}
    assert answer.release == bench.release
    assert {len(chunks) for chunks in found.values()} == {3}
    assert found["words"][0].document in {"metrics/precision-and-recall.md", "glossary.yaml"}
    database = open_database(settings)
    with database.read() as connection:
        recorded = connection.execute(
            select(func.count()).select_from(answers).where(answers.c.id == answer.id)
        ).scalar_one()
    database.close()
    assert recorded == 0


def test_words_alone_find_nothing_for_words_that_the_guide_never_uses(guide_data_dir):
    with open_bench(Settings(data_dir=guide_data_dir)) as bench:
        assert bench.searches["words"](Question("zzzqqx vvkkjj"), 10) == []


def test_each_way_of_retrieving_knows_what_a_follow_up_follows(guide_data_dir):
    turns = (Turn(question="precision or recall for a medical test?", answer=""),)
    with open_bench(Settings(data_dir=guide_data_dir)) as bench:
        for search in bench.searches.values():
            assert search(Question("why?", turns=turns), 3) != search(Question("why?"), 3)


def test_without_a_release_the_remedy_is_told(guide_data_dir, tmp_path):
    settings = Settings(data_dir=guide_data_dir)
    empty = replace(settings, database_url=f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    with pytest.raises(NoReleaseError, match="python -m ingest"), open_bench(empty):
        pass
