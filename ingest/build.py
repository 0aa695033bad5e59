"""A folder to a live release: the steps in their order, each before the next may begin."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog

from advisor.database import Database
from advisor.database.job_work import supersede
from advisor.database.releases import (
    ReleaseRecord,
    activate_release,
    describe_release,
    find_release,
    hold_release,
    live_release,
)
from advisor.embedding import Embedder
from advisor.errors import IngestError, ReleaseError
from advisor.index.layout import release_directory
from advisor.index.manifest import Manifest, content_hash
from advisor.index.pages import compare_pages
from advisor.index.release import open_release
from advisor.index.writing import begin_release, write_files
from advisor.settings import Settings
from ingest.children import run_in_child
from ingest.collect import collect_releases, remove_debris, remove_directory
from ingest.content import prepare_content, searched_texts, split_documents
from ingest.duplicates import find_duplicates
from ingest.lease import build_lease, fail_dead_builds, writer_lock
from ingest.limits import Hold, check_size, check_space
from ingest.load import Folder
from ingest.place import Place, choose_place
from ingest.report import Report, unchanged_report
from ingest.sealing import describe_documents, identity_of, seal_release, split_settings
from ingest.slack_pages import load_guide
from ingest.threshold import set_threshold
from ingest.verify import verify_release
from ingest.watcher import Watcher

# Chroma adds about 2,000 vectors a second; this leaves room for a slow, busy disk.
CHILD_SECONDS = 120.0
CHILD_SECONDS_PER_VECTOR = 0.02

# Judges a verified release before it is published: the live one's directory (or None), its own, the embedder.
Evaluate = Callable[[Path | None, Path, Embedder], Mapping[str, Any] | None]

log = structlog.get_logger()


def build_release(
    settings: Settings,
    *,
    folder: Path,
    database: Database,
    open_embedder: Callable[[], Embedder],
    force: bool = False,
    if_missing: bool = False,
    hold: Hold | None = None,
    evaluate: Evaluate | None = None,
    watcher: Watcher | None = None,
    place: Place | None = None,
) -> Report:
    """Makes the folder the live release, unless the live one has the same content.

    With `if_missing`, any live release that can serve here is good enough. One that its evaluation finds worse
    is not published but held, unless `force` is set; `hold` says what else is. The embedder is opened
    under the lock: a second caller is told at once. `place` is where the vectors go if not where the settings say.

    Raises:
        IngestError: another build runs, nothing can be indexed, the guide has shrunk by more than
            half without `force`, the disk is full, or a step failed; the live release still serves.

    """
    started = time.monotonic()
    data_dir, watcher = settings.data_dir, watcher or Watcher()
    with writer_lock(data_dir):
        embedder = open_embedder()
        live = _live_record(database)
        place = place or choose_place(settings, database)
        if if_missing and live is not None:
            manifest = _intact_manifest(settings, live.id, embedder=embedder, place=place)
            if manifest is not None:
                return unchanged_report(manifest)
        fail_dead_builds(database)
        remove_debris(settings, database)
        watcher.step("load")
        loaded = load_guide(folder, settings, database)
        if not loaded.documents:
            raise IngestError(_nothing(folder, loaded))
        same = _unchanged(loaded, live, settings=settings, embedder=embedder, place=place)
        if same is not None:
            known = find_duplicates(release_directory(data_dir, same.release))
            report = unchanged_report(same, loaded.rejected, (*loaded.warnings, *known))
        else:
            with build_lease(database, folder=folder) as release:
                watcher.building(release)
                build = _Build(settings, database, embedder, release, live, watcher, place)
                report = build.run(loaded, force=force, hold=hold, evaluate=evaluate)
            supersede(database, release)
        collect_releases(settings, database)
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
        watcher: Watcher,
        place: Place,
    ) -> None:
        self._place = place
        self._database = database
        self._watcher = watcher
        self._embedder = embedder
        self._data_dir = settings.data_dir
        self._release = release
        self._live = live
        self._directory = release_directory(settings.data_dir, release)

    def run(
        self, loaded: Folder, *, force: bool, hold: Hold | None, evaluate: Evaluate | None
    ) -> Report:
        try:
            return self._run(loaded, force=force, hold=hold, evaluate=evaluate)
        except OSError as error:
            raise IngestError(
                f"The release could not be written: {error.strerror or 'the disk failed'}."
            ) from error
        finally:
            # Published is published, even if another machine has published one more since; held is held.
            record = find_release(self._database, self._release)
            if record is None or (record.published_at is None and record.status != "ready"):
                remove_directory(self._directory)

    def _run(
        self, loaded: Folder, *, force: bool, hold: Hold | None, evaluate: Evaluate | None
    ) -> Report:
        check_space(self._data_dir, self._live)
        self._watcher.step("split")
        chunks = split_documents(loaded.documents, self._embedder)
        shrinks = check_size(chunks, self._live, force=force, hold=hold)
        log.info("release_building", release=self._release, chunks=len(chunks))
        self._watcher.step("embed")
        begin_release(self._directory)
        prepared = prepare_content(
            self._directory,
            chunks,
            embedder=self._embedder,
            database=self._database,
            on_progress=self._watcher.advance,
        )
        self._watcher.step("index")
        texts = searched_texts(chunks)
        write_files(self._directory, chunks, tables=loaded.tables, lexical_texts=texts)
        seconds = CHILD_SECONDS + CHILD_SECONDS_PER_VECTOR * prepared.vectors
        write, arguments = self._place.writer(self._directory, identity_of(self._embedder))
        run_in_child(write, *arguments, seconds=seconds)
        manifest = seal_release(
            self._directory,
            loaded,
            prepared,
            embedder=self._embedder,
            installation=self._place.installation,
        )
        self._watcher.step("verify")
        run_in_child(verify_release, self._directory, self._place.server, seconds=seconds)
        manifest = set_threshold(
            self._directory, manifest, loaded.questions, embedder=self._embedder
        )
        self._watcher.step("evaluate")
        evaluation = self._evaluate(evaluate)
        described = manifest.model_dump(mode="json")
        describe_release(
            self._database,
            self._release,
            manifest=described,
            content_sha256=manifest.content_sha256,
        )
        reason = "" if force else shrinks or str((evaluation or {}).get("reason", ""))
        pages = compare_pages(self._live.manifest if self._live else None, described)
        report = Report(
            release=self._release,
            documents=len(loaded.documents),
            chunks=len(chunks),
            embedded=prepared.embedded,
            reused=prepared.reused,
            removed=len(pages.removed),
            rejected=tuple(loaded.rejected),
            warnings=(*loaded.warnings, *find_duplicates(self._directory)),
            seconds=0.0,
            published=not reason and hold != "always",
            evaluation=evaluation,
            pages=pages,
            held_because=reason,
        )
        return self._finish(report, force=force)

    def _finish(self, report: Report, *, force: bool) -> Report:
        """Publishes the release or holds it, as the report says."""
        self._watcher.step("publish")
        self._watcher.built(report)
        replacing = None if force else [self._live.id if self._live else None]
        if report.published and not activate_release(
            self._database, self._release, from_status=("building",), replacing=replacing
        ):
            reason = "Another release went live while this one was built and measured."
            report = replace(report, published=False, held_because=reason)
            self._watcher.built(report)
        if not report.published:
            hold_release(self._database, self._release)
        event = "release_published" if report.published else "release_held"
        log.info(event, release=self._release, chunks=report.chunks)
        return report

    def _evaluate(self, evaluate: Evaluate | None) -> Mapping[str, Any] | None:
        if evaluate is None:
            return None
        live = release_directory(self._data_dir, self._live.id) if self._live else None
        return evaluate(live, self._directory, self._embedder)


def _live_record(database: Database) -> ReleaseRecord | None:
    release = live_release(database)
    return None if release is None else find_release(database, release)


def _unchanged(
    loaded: Folder,
    live: ReleaseRecord | None,
    *,
    settings: Settings,
    embedder: Embedder,
    place: Place,
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
    return _intact_manifest(settings, live.id, embedder=embedder, place=place)


def _intact_manifest(
    settings: Settings, release: int, *, embedder: Embedder, place: Place
) -> Manifest | None:
    """Returns the manifest of a release if it can serve here, or None, with the reason in the log."""
    directory = release_directory(settings.data_dir, release)
    try:
        with open_release(directory, embedder=embedder, server=place.server) as opened:
            if place.suits(opened):
                return opened.manifest
            log.info("live_release_moves", release=release, to_server=bool(place.server))
            return None
    except ReleaseError as error:
        log.warning("live_release_unusable", release=release, reason=str(error))
        return None


def _nothing(folder: Path, loaded: Folder) -> str:
    if not loaded.rejected:
        return f"There is no page to index in {str(folder)!r}; nothing was published."
    first = loaded.rejected[0]
    return (
        f"None of the {len(loaded.rejected)} files in {str(folder)!r} could be indexed "
        f"({first.path}: {first.reason}); nothing was published."
    )
