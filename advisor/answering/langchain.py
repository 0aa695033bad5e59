"""LangChain's plugs for others: our embedder and our retrieval under its interfaces."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from advisor.answering.answering import Answering
from advisor.embedding import Embedder
from advisor.models import Passage


class GuideEmbeddings(Embeddings):
    """The embedder of the guide as LangChain's Embeddings; vectors have length 1."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Returns one vector for each text."""
        vectors: list[list[float]] = self._embedder.embed(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Returns the vector of one text."""
        return self.embed_documents([text])[0]


class GuideRetriever(BaseRetriever):
    """The hybrid retrieval over the live release as LangChain's BaseRetriever."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    answering: Answering
    k: int = 5

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - its name is LangChain's
    ) -> list[Document]:
        passages = self.answering.retrieve(query, limit=self.k)
        return [
            Document(
                id=passage.chunk.id, page_content=passage.chunk.text, metadata=_metadata(passage)
            )
            for passage in passages
        ]


def _metadata(passage: Passage) -> dict[str, Any]:
    return {
        "document": passage.chunk.document,
        "heading": passage.chunk.heading,
        "score": passage.score,
    }
