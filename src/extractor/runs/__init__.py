"""Runs: a folder of any size becomes files of facts, in shards that survive whatever stops the run.

The input is cut in shards, workers turn each into a file of its own, and when the last is there they are put
together in the order of the input. Neither order nor bytes depend on how many workers there were, nor on whether
the run was stopped and resumed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import field_validator

from extractor.pipeline import Extractor
from extractor.reading import STANDARD_INPUT, Item, ReadingOptions, Source, open_source
from extractor.reading.outputs import left_out, run_files
from extractor.records import Failure, InputError, Record
from extractor.runs.assembly import assemble
from extractor.runs.shards import Shard, ShardFolder, cut
from extractor.runs.watching import Progress, Watch
from extractor.runs.work import Finished, ShardWork
from extractor.workers import Trouble, in_order
from extractor.writing import files_of, write_run
from extractor.writing.manifest import see_that_nothing_is_lost

__all__ = ["Progress", "RunOptions", "Watch", "base_key", "run", "terms", "try_out"]


_LONGEST = 1e8  # seconds


class RunOptions(Record):
    """What the outcome of a run depends on, besides its input and the version of this library.

    Attributes:
        reading: How files become articles.
        model: An installed spaCy pipeline that helps the rules, or None.
        time_limit: Seconds an article may take, None for no limit.

    Raises:
        InputError: The limit is no number of seconds.
    """

    reading: ReadingOptions = ReadingOptions()
    model: str | None = None
    time_limit: float | None = 300.0

    @field_validator("time_limit")
    @classmethod
    def _is_finite(cls, seconds: float | None) -> float | None:
        if seconds is not None and not 0 < seconds < _LONGEST:
            raise InputError(f"time_limit is {seconds:g}; give seconds, such as 300")
        return seconds


_DEFAULTS = RunOptions()
_DECODERS = ("charset-normalizer", "lxml", "trafilatura")  # which decide what the text of an article is


def run(  # noqa: PLR0913 - what is read, where to, how, by how many, told to whom
    paths: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    options: RunOptions = _DEFAULTS,
    form: str = "jsonl",
    workers: int = 1,
    resume: bool = False,
    keep_shards: bool = False,
    watch: Watch | None = None,
) -> Progress:
    """Read everything there is to read, and write what it states.

    Args:
        paths: Folders, files, archives, or ``-`` for standard input.
        out: Folder to write in, made where it is missing; it is not read, even where it lies in a folder that is.
            Files of an earlier run in it are replaced.
        options: How to read.
        form: One of ``extractor.writing.FORMATS``.
        workers: Processes that read; the output is the same for any number.
        resume: Go on where an earlier run was stopped: what it finished of the same articles, with the same
            version and options, is not read again.
        keep_shards: Leave the shards in place, so that a later run with ``resume`` reads only articles that are new.
        watch: Told how it goes.

    Returns:
        What was read and found.

    Raises:
        InputError: The input is not there, an option cannot be, ``out`` cannot be written in, or holds files of the
            names a run writes that no run wrote.
        ModelError: No pipeline of the model's name is installed.
        WorkerError: The workers cannot do anything.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     run("corpus", folder).articles
    5
    """
    if workers < 1:
        raise InputError(f"workers is {workers}; give 1 or more")
    try_out(form)
    folder, watch = Path(out), watch or Watch()
    extractor = Extractor(options.model)
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    not_read = left_out(folder, [Path(path) for path in given if path != STANDARD_INPUT])
    source = open_source(given, options=options.reading, exclude=not_read)
    owned = run_files(folder)
    see_that_nothing_is_lost(str(folder), lambda name: (folder / name).exists(), owned, files_of(form))
    shards = ShardFolder(folder)
    with closing(watch), shards.held():
        if not resume and (discarded := shards.clear()):
            watch.noted(f"begins anew, without the {discarded} shards of an earlier run (--resume keeps them)")
        shards.claim([*owned, *files_of(form)])
        under_way = _Run(source, shards, options, watch)
        keys = under_way.work_through(extractor, folder, workers)
        under_way.progress.passed_over = dict(sorted(source.passed_over.items()))
        watch.ends(under_way.progress)
        assemble(shards, keys, folder, form, {**terms(options), "passed_over": under_way.progress.passed_over})
        shards.discard(all_but=frozenset(keys) if keep_shards else ())
    return under_way.progress


def try_out(form: str) -> None:
    """See that a format can be written, before there is much to write.

    Raises:
        InputError: There is no such format, or it needs an extra that is not installed.
    """
    with TemporaryDirectory() as folder:
        write_run([], folder, form)


class _Run:
    """One run under way: the keys of its shards in their order."""

    def __init__(self, source: Source, shards: ShardFolder, options: RunOptions, watch: Watch) -> None:
        self._source, self._shards, self._options, self._watch = source, shards, options, watch
        self._earlier = shards.keys()
        self._order: list[str] = []
        self.progress = Progress(total=source.total)

    def work_through(self, extractor: Extractor, out: Path, workers: int) -> list[str]:
        """Do every shard that is not there yet; return the keys of all, in the order of the input."""
        self._watch.begins(self.progress)
        extractor.warm_up()
        prepare = partial(ShardWork, extractor, self._options.reading, out)
        limit = self._options.time_limit
        for _ in in_order(
            self._missing(), prepare, workers=workers, time_limit=limit, on_trouble=self._tell, on_done=self._count
        ):
            pass  # counted as they come, in whatever order
        return self._order

    def _missing(self) -> Iterator[Shard]:
        for shard in cut(self._source, base_key(self._options)):
            self._order.append(shard.key)
            there = self._shards.find(shard.key) if shard.key in self._earlier else None
            if there is None:
                yield shard
            else:
                self._count(Finished(there, self._shards.failures(there), shard.upto), earlier=True)

    def _count(self, finished: Finished, *, earlier: bool = False) -> None:
        self.progress.add(finished.summary, finished.upto, earlier=earlier)
        for failure in finished.failures:
            self._watch.failed(failure)
        self._watch.goes_on(self.progress)

    def _tell(self, trouble: Trouble[Item | Failure]) -> None:
        where = "" if trouble.item is None else f"{trouble.item.path}: "
        self._watch.troubled(f"{where}{trouble.reason}; {'tried once more' if trouble.again else 'given up'}")


# ── what a run is ───────────────────────────────────────────────────────────────────────────────


def base_key(options: RunOptions) -> str:
    """Return the key of all that decides what is found in an article, besides the article."""
    return hashlib.sha256(json.dumps(terms(options), sort_keys=True).encode()).hexdigest()


def terms(options: RunOptions) -> dict[str, Any]:
    """Return all that decides what is found in an article, besides the article, as JSON types."""
    return {
        "version": _version("extractor"),
        "rules": _rules_digest(),
        "model": options.model and f"{options.model} {_version(options.model)}",
        "reading": options.reading.model_dump(mode="json"),
        "time_limit": options.time_limit,
        "decoders": {package: _version(package) for package in _DECODERS},
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


@cache
def _rules_digest() -> str:
    """Digest of the code and the lexicons, which people correct without a new version."""
    digest = hashlib.sha256()
    home = Path(__file__).parent.parent
    for file in sorted(path for path in home.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        digest.update(file.relative_to(home).as_posix().encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
