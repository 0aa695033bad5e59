"""No file stops a build: each hostile one is named with a reason, or read without its harm."""

import resource
import time
from types import SimpleNamespace

import pytest
from fake_embedder import FakeEmbedder
from hostile_corpus import CORPUS
from hostile_file import READ

from ingest.blocks import quotable
from ingest.content import searched_texts, split_documents
from ingest.load import load_folder

GOOD = "# Good\n\nA good page.\n"


def processor_seconds():
    """What this process and its ended children took of the processor: what else runs does not count."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@pytest.fixture(scope="module")
def loaded(tmp_path_factory, server):
    """The whole corpus among good pages, loaded once."""
    folder = tmp_path_factory.mktemp("hostile")
    for number in range(3):
        (folder / f"good{number}.md").write_text(GOOD)
    (folder / "good.txt").write_text("Good words.")
    for hostile in CORPUS:
        hostile.write(folder, server.host)
    started = processor_seconds()
    result = load_folder(folder)
    return SimpleNamespace(
        documents=result.documents,
        rejected=result.rejected,
        seconds=processor_seconds() - started,
    )


def test_the_corpus_is_large_enough():
    assert len(CORPUS) >= 60
    assert len({hostile.name for hostile in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize("hostile", CORPUS, ids=lambda hostile: ascii(hostile.name)[1:-1])
def test_a_hostile_file_is_named_or_read_without_harm(loaded, server, hostile):
    reasons = [entry.reason for entry in loaded.rejected if entry.path == hostile.reported_as]
    documents = [entry for entry in loaded.documents if entry.path == hostile.reported_as]
    if hostile.reason == READ:
        assert reasons == []
        (document,) = documents
        text = "\n".join(part for one in document.sections for part in (*one.headings, one.text))
        assert text.strip()
        for word in hostile.absent:
            assert word.replace("{host}", server.host) not in text
    else:
        assert documents == []
        (reason,) = reasons
        assert hostile.reason in reason
        assert "\n" not in reason
        assert len(reason) < 120


def test_the_good_files_are_all_read(loaded):
    assert {"good0.md", "good1.md", "good2.md", "good.txt"} <= {
        one.path for one in loaded.documents
    }


def test_what_was_read_can_be_split_and_quoted(loaded):
    """What took time in proportion to a square would take hours here."""
    embedder = FakeEmbedder()
    chunks = split_documents(loaded.documents, embedder)
    assert {chunk.document for chunk in chunks} >= {"quoted.md", "long-list.md", "both.md"}
    texts = list(searched_texts(chunks))
    assert len(texts) == len(chunks)
    assert any(quotable(chunk.text) for chunk in chunks if chunk.document == "quoted.md")
    assert max(len(embedder.token_spans(text)) for text in texts[:2_000]) < 1_000


def test_nothing_was_fetched(loaded, server):
    assert server.heard == []


def test_the_whole_corpus_takes_less_than_its_slowest_file_may(loaded):
    assert loaded.seconds < 120
