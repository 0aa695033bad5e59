"""A folder to a live release: the steps in their order, each before the next may begin."""

import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import structlog

from advisor.database import Database
from advisor.database.releases import (
    ReleaseRecord,
    activate_release,
    describe_release,
    find_release,
    live_release,
)
from advisor.embedding import Embedder
from advisor.errors import IngestError, ReleaseError
from advisor.index.layout import release_directory
from advisor.index.manifest import Manifest, content_hash
from advisor.index.release import open_release
from advisor.index.writing import write_files, write_vectors
from advisor.models import Chunk
from advisor.settings import Settings
from ingest.children import run_in_child
from ingest.collect import collect_releases, remove_debris, remove_directory
from ingest.content import prepare_content, split_documents
from ingest.lease import build_lease, fail_dead_builds, writer_lock
from ingest.load import Folder, load_folder
from ingest.rejection import Rejection
from ingest.sealing import describe_documents, identity_of, seal_release, split_settings
from ingest.threshold import set_threshold
from ingest.verify import verify_release

# Chroma adds about 2,000 vectors a second; this leaves room for a slow, busy disk.
CHILD_SECONDS = 120.0
CHILD_SECONDS_PER_VECTOR = 0.02
SPARE_BYTES = 200 * 1024 * 1024
SHRINK_LIMIT = 0.5

# Judges a verified release before it is published; the golden questions plug in here.
Evaluate = Callable[[Path], Mapping[str, Any] | None]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest did; `published` tells whether `release` is the live one."""

    release: int
    documents: int
    chunks: int
    embedded: int
    reused: int
    removed: int
    rejected: tuple[Rejection, ...]
    seconds: float
    published: bool
    evaluation: Mapping[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """Returns the report as plain data."""
        return asdict(self)


def build_release(
    settings: Settings,
    *,
    folder: Path,
    database: Database,
    open_embedder: Callable[[], Embedder],
    force: bool = False,
    if_missing: bool = False,
    evaluate: Evaluate | None = None,
) -> Report:
    """Makes the folder the live release, unless the live one has the same content.

    With `if_missing`, any live release that can serve here is good enough. The embedder is opened
    under the lock: a second caller is told at once.

    Raises:
        IngestError: another build runs, nothing can be indexed, the guide has shrunk by more than
            half without `force`, the disk is full, or a step failed; the live release still serves.

    """
    started = time.monotonic()
    data_dir = settings.data_dir
    with writer_lock(data_dir):
        embedder = open_embedder()
        live = _live_record(database)
        if if_missing and live is not None:
            manifest = _intact_manifest(data_dir, live.id, embedder=embedder)
            if manifest is not None:
                return _same_report(manifest)
        fail_dead_builds(database)
        remove_debris(data_dir, database)
        loaded = load_folder(folder)
        if not loaded.documents:
            raise IngestError(_nothing(folder, loaded))
        same = _unchanged(loaded, live, data_dir=data_dir, embedder=embedder)
        if same is not None:
            report = _same_report(same, loaded.rejected)
        else:
            with build_lease(database, folder=folder) as release:
                build = _Build(settings, database, embedder, release, live)
                report = build.run(loaded, force=force, evaluate=evaluate)
        collect_releases(data_dir, database)
    return replace(report, seconds=round(time.monotonic() - started, 3))


class _Build:
    """One release on its way."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        embedder: Embedder,
        release: int,
        live: ReleaseRecord | None,
    ) -> None:
        self._database = database
        self._embedder = embedder
        self._data_dir = settings.data_dir
        self._release = release
        self._live = live
        self._directory = release_directory(settings.data_dir, release)

    def run(self, loaded: Folder, *, force: bool, evaluate: Evaluate | None) -> Report:
        try:
            return self._run(loaded, force=force, evaluate=evaluate)
        except OSError as error:
            raise IngestError(
                f"The release could not be written: {error.strerror or 'the disk failed'}."
            ) from error
        finally:
            # Published is published, even if another machine has published one more since.
            record = find_release(self._database, self._release)
            if record is None or record.published_at is None:
                remove_directory(self._directory)

    def _run(self, loaded: Folder, *, force: bool, evaluate: Evaluate | None) -> Report:
        check_space(self._data_dir, self._live)
        chunks = split_documents(loaded.documents, self._embedder)
        self._check_size(chunks, force=force)
        log.info("release_building", release=self._release, chunks=len(chunks))
        prepared = prepare_content(
            chunks, tables=loaded.tables, embedder=self._embedder, database=self._database
        )
        write_files(self._directory, prepared.content)
        seconds = CHILD_SECONDS + CHILD_SECONDS_PER_VECTOR * len(prepared.content.vectors)
        run_in_child(write_vectors, self._directory, seconds=seconds)
        manifest = seal_release(self._directory, loaded, prepared, embedder=self._embedder)
        run_in_child(verify_release, self._directory, seconds=seconds)
        manifest = set_threshold(
            self._directory, manifest, loaded.questions, embedder=self._embedder
        )
        evaluation = evaluate(self._directory) if evaluate else None
        describe_release(
            self._database,
            self._release,
            manifest=manifest.model_dump(mode="json"),
            content_sha256=manifest.content_sha256,
        )
        activate_release(self._database, self._release, from_status=("building",))
        log.info("release_published", release=self._release, chunks=len(chunks))
        return Report(
            release=self._release,
            documents=len(loaded.documents),
            chunks=len(chunks),
            embedded=prepared.embedded,
            reused=prepared.reused,
            removed=_removed(self._live, loaded),
            rejected=tuple(loaded.rejected),
            seconds=0.0,
            published=True,
            evaluation=evaluation,
        )

    def _check_size(self, chunks: Sequence[Chunk], *, force: bool) -> None:
        if not chunks:
            raise IngestError("There is no text to index in the knowledge folder.")
        if self._live is None or force:
            return
        if len(chunks) < SHRINK_LIMIT * self._live.chunk_count:
            raise IngestError(
                f"The guide would shrink from {self._live.chunk_count} to {len(chunks)} chunks, so "
                "it was not published; add --force if that is meant."
            )


def check_space(data_dir: Path, live: ReleaseRecord | None) -> None:
    """Checks that three times the live release and 200 MB fit on the disk.

    Raises:
        IngestError: they do not; a full disk in mid-build makes the index library hang.

    """
    size = 0
    if live is not None:
        directory = release_directory(data_dir, live.id)
        size = sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
    needed = 3 * size + SPARE_BYTES
    free = shutil.disk_usage(data_dir).free
    if free < needed:
        raise IngestError(
            f"The disk has {free // 1048576} MB free, a build needs {needed // 1048576} MB; make room."
        )


def _live_record(database: Database) -> ReleaseRecord | None:
    release = live_release(database)
    return None if release is None else find_release(database, release)


def _unchanged(
    loaded: Folder, live: ReleaseRecord | None, *, data_dir: Path, embedder: Embedder
) -> Manifest | None:
    """Returns the live release's manifest if it has this content and lies intact on this disk."""
    if live is None:
        return None
    wanted = content_hash(
        describe_documents(loaded.documents, ()),
        embedder=identity_of(embedder),
        split=split_settings(embedder),
        questions_sha256=loaded.questions.sha256,
    )
    if live.content_sha256 != wanted:
        return None
    return _intact_manifest(data_dir, live.id, embedder=embedder)


def _intact_manifest(data_dir: Path, release: int, *, embedder: Embedder) -> Manifest | None:
    """Returns the manifest of a release if it can serve here, or None, with the reason in the log."""
    try:
        with open_release(release_directory(data_dir, release), embedder=embedder) as opened:
            return opened.manifest
    except ReleaseError as error:
        log.warning("live_release_unusable", release=release, reason=str(error))
        return None


def _same_report(manifest: Manifest, rejected: Sequence[Rejection] = ()) -> Report:
    """Returns the report of an ingest that found nothing to do."""
    return Report(
        release=manifest.release,
        documents=manifest.counts.documents,
        chunks=manifest.counts.chunks,
        embedded=0,
        reused=manifest.counts.texts,
        removed=0,
        rejected=tuple(rejected),
        seconds=0.0,
        published=True,
    )


def _removed(live: ReleaseRecord | None, loaded: Folder) -> int:
    before = (live.manifest or {}).get("documents", []) if live is not None else []
    present = {document.path for document in loaded.documents}
    return sum(1 for document in before if document["path"] not in present)


def _nothing(folder: Path, loaded: Folder) -> str:
    if not loaded.rejected:
        return f"There is no page to index in {str(folder)!r}; nothing was published."
    first = loaded.rejected[0]
    return (
        f"None of the {len(loaded.rejected)} files in {str(folder)!r} could be indexed "
        f"({first.path}: {first.reason}); nothing was published."
    )
