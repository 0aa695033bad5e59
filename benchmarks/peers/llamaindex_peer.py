"""LlamaIndex's starter as it is: directory reader, default splitter (1024 tokens), vector store index."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from llama_index.core import Settings, SimpleDirectoryReader, VectorStoreIndex
from llama_index.core.schema import MetadataMode
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from protocol import Hit, serve, spread

SAMPLE = 2000


class LlamaIndexPeer:
    """LlamaIndex as the protocol wants it."""

    packages = (
        "llama-index-core",
        "llama-index-embeddings-huggingface",
        "llama-index-readers-file",
        "sentence-transformers",
        "torch",
    )

    def load(self, model: str) -> None:
        Settings.embed_model = HuggingFaceEmbedding(model_name=model)
        Settings.embed_model.get_query_embedding("warm")

    def index(self, folder: Path, store: Path) -> Mapping[str, Any]:  # noqa: ARG002 - it keeps all in memory
        self._folder = folder
        reader = SimpleDirectoryReader(str(folder), recursive=True, required_exts=[".md"])
        index = VectorStoreIndex.from_documents(reader.load_data())
        self._retrievers: dict[int, Any] = {}
        self._index = index
        nodes = list(index.docstore.docs.values())
        texts = [node.get_content(metadata_mode=MetadataMode.EMBED) for node in nodes]
        return {"chunks": len(nodes), "texts": spread(texts, SAMPLE)}

    @property
    def searches(self) -> Mapping[str, Callable[[str, int], Sequence[Hit]]]:
        return {"LlamaIndex": self._search}

    def _search(self, query: str, limit: int) -> list[Hit]:
        if limit not in self._retrievers:
            self._retrievers[limit] = self._index.as_retriever(similarity_top_k=limit)
        found = self._retrievers[limit].retrieve(query)
        return [
            Hit(
                Path(one.node.metadata["file_path"]).relative_to(self._folder).as_posix(),
                one.node.get_content(metadata_mode=MetadataMode.NONE),
            )
            for one in found
        ]


if __name__ == "__main__":
    serve(LlamaIndexPeer())
