"""Where the parts of a release stand on disk."""

from pathlib import Path

STORE = "chroma"
LEXICAL = "lexical"
CHUNKS_FILE = "chunks.jsonl"
SENTENCES_FILE = "sentences.jsonl"
TABLES_FILE = "tables.json"
VECTORS_FILE = "vectors.npy"
# The chunks' own texts as the model itself reads them: only where the vectors are a tuned model's.
BODIES_FILE = "bodies.npy"
VECTOR_OFFSETS_FILE = "vector_offsets.npy"
SENTENCE_VECTORS_FILE = "sentences.npy"
# The sentences, each read alone, as the tuned model reads them: only where there are bodies.
TUNED_SENTENCES_FILE = "tuned_sentences.npy"
SENTENCE_OFFSETS_FILE = "sentence_offsets.npy"
LOCK_FILE = ".lock"


def releases_directory(data_dir: Path) -> Path:
    """The folder that holds all releases, and nothing else but the writers' lock."""
    return data_dir / "releases"


def release_directory(data_dir: Path, release: int) -> Path:
    """The folder of one release."""
    return releases_directory(data_dir) / f"{release:06d}"
