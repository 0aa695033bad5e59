"""LangChain's retrieval tutorial as it is: text loader, recursive splitter 1000/200, Chroma on disk."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from langchain_chroma import Chroma
from langchain_community.document_loaders import DirectoryLoader, TextLoader
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from protocol import Hit, serve, spread

SAMPLE = 2000


class LangChainPeer:
    """LangChain as the protocol wants it."""

    packages = (
        "langchain",
        "langchain-chroma",
        "langchain-huggingface",
        "chromadb",
        "sentence-transformers",
        "torch",
    )

    def load(self, model: str) -> None:
        self._embeddings = HuggingFaceEmbeddings(model_name=model)
        self._embeddings.embed_query("warm")

    def index(self, folder: Path, store: Path) -> Mapping[str, Any]:
        self._folder = folder
        loader = DirectoryLoader(
            str(folder), glob="**/*.md", loader_cls=TextLoader, loader_kwargs={"encoding": "utf-8"}
        )
        splitter = RecursiveCharacterTextSplitter(
            chunk_size=1000, chunk_overlap=200, add_start_index=True
        )
        splits = splitter.split_documents(loader.load())
        self._store = Chroma(
            collection_name="example_collection",
            embedding_function=self._embeddings,
            persist_directory=str(store),
        )
        self._store.add_documents(documents=splits)
        texts = [split.page_content for split in splits]
        return {"chunks": len(splits), "texts": spread(texts, SAMPLE)}

    @property
    def searches(self) -> Mapping[str, Callable[[str, int], Sequence[Hit]]]:
        return {"LangChain": self._search}

    def _search(self, query: str, limit: int) -> list[Hit]:
        found = self._store.similarity_search(query, k=limit)
        return [
            Hit(Path(one.metadata["source"]).relative_to(self._folder).as_posix(), one.page_content)
            for one in found
        ]


if __name__ == "__main__":
    serve(LangChainPeer())
