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
from typing import Any

from extractor.pipeline import Extractor
from extractor.reading import Item, ReadingOptions, Source, open_source
from extractor.records import Failure, InputError, Record
from extractor.runs.assembly import MANIFEST, assemble
from extractor.runs.shards import Shard, ShardFolder, ShardSummary, cut
from extractor.runs.watching import Progress, Watch
from extractor.runs.work import Finished, ShardWork
from extractor.workers import Trouble, in_order
from extractor.writing import FILES, FORMATS

__all__ = ["Progress", "RunOptions", "Watch", "base_key", "run", "terms"]

_WARM_UP = "China's exports rose 5% to $300 billion in May."


class RunOptions(Record):
    """What the outcome of a run depends on, besides its input and the version of this library.

    Attributes:
        reading: How files become articles.
        model: An installed spaCy pipeline that helps the rules, or None.
        time_limit: Seconds an article may take, None for no limit.
    """

    reading: ReadingOptions = ReadingOptions()
    model: str | None = None
    time_limit: float | None = 300.0


_DEFAULTS = RunOptions()


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
        InputError: The input is not there, an option cannot be, or ``out`` cannot be written in.
        ModelError: No pipeline of the model's name is installed.
        WorkerError: The workers cannot do anything.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     run("corpus", folder).articles
    5
    """
    if workers < 1:
        raise InputError(f"workers is {workers}; give 1 or more")
    if form not in FORMATS:
        raise InputError(f"there is no format {form!r}; give one of {', '.join(FORMATS)}")
    folder, watch = Path(out), watch or Watch()
    extractor = Extractor(options.model)
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    source = open_source(given, options=options.reading, exclude=_written(folder, given))
    shards = ShardFolder(folder)
    with closing(watch), shards.held(keep=resume):
        under_way = _Run(source, shards, options, watch)
        summaries = under_way.work_through(extractor, folder, workers)
        under_way.progress.passed_over = dict(source.passed_over)
        watch.ends(under_way.progress)
        assemble(shards, summaries, folder, form, {**terms(options), "passed_over": under_way.progress.passed_over})
        shards.discard(all_but={summary.key for summary in summaries} if keep_shards else ())
    return under_way.progress


def _written(out: Path, paths: Sequence[str | Path]) -> list[Path]:
    """What is not to be read: the output folder or, where it is itself what is read, the files that runs write."""
    if out.resolve() not in {Path(path).resolve() for path in paths}:
        return [out]
    return [out / name for name in (MANIFEST, *FILES)]


class _Run:
    """One run under way: the shards in their order, and those that are done."""

    def __init__(self, source: Source, shards: ShardFolder, options: RunOptions, watch: Watch) -> None:
        self._source, self._shards, self._options, self._watch = source, shards, options, watch
        self._earlier = shards.keys()
        self._order: list[str] = []
        self._done: dict[str, ShardSummary] = {}
        self.progress = Progress(total=source.total)

    def work_through(self, extractor: Extractor, out: Path, workers: int) -> list[ShardSummary]:
        """Do every shard that is not there yet; return all of them, in the order of the input."""
        self._watch.begins(self.progress)
        extractor.extract(_WARM_UP)  # workers that are forked share the lexicons this loads
        prepare = partial(ShardWork, extractor, self._options.reading, out)
        limit = self._options.time_limit
        for _ in in_order(
            self._missing(), prepare, workers=workers, time_limit=limit, on_trouble=self._tell, on_done=self._count
        ):
            pass  # counted as they come, in whatever order
        return [self._done[key] for key in self._order]

    def _missing(self) -> Iterator[Shard]:
        for shard in cut(self._source, base_key(self._options)):
            self._order.append(shard.key)
            there = self._shards.find(shard.key) if shard.key in self._earlier else None
            if there is None:
                yield shard
            else:
                self._count(Finished(there, self._shards.failures(there), shard.upto), earlier=True)

    def _count(self, finished: Finished, *, earlier: bool = False) -> None:
        self._done[finished.summary.key] = finished.summary
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
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "from source"


@cache
def _rules_digest() -> str:
    """Digest of the code and the lexicons, which people correct without a new version."""
    digest = hashlib.sha256()
    home = Path(__file__).parent.parent
    for file in sorted(path for path in home.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        digest.update(file.relative_to(home).as_posix().encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
