"""Others can use our embedder and our retrieval through LangChain's interfaces."""

import pytest

from advisor.answering.langchain import GuideEmbeddings, GuideRetriever


def test_the_retriever_gives_the_passages_of_our_own_retrieval(guide):
    documents = GuideRetriever(answering=guide.answering, k=3).invoke(
        "which tools track experiments?"
    )
    passages = guide.answering.retrieve("which tools track experiments?", limit=3)
    assert [document.id for document in documents] == [passage.chunk.id for passage in passages]
    assert documents[0].metadata["document"] == passages[0].chunk.document


def test_the_embeddings_are_those_of_the_embedder(guide):
    vectors = GuideEmbeddings(guide.embedder).embed_documents(["one", "two"])
    assert len(vectors) == 2
    assert vectors[0] == pytest.approx(GuideEmbeddings(guide.embedder).embed_query("one"), abs=1e-6)
