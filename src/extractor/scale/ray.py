"""A run on a Ray cluster: lots of files go to a pool of actors, each of which writes shards to shared storage.

The outcome is that of `extractor.runs.run`, to the byte. An actor keeps a process of its own for the articles, so that
one that ends it, or takes too long, is tried once more and given up, as on one machine; an actor or a machine that is
lost is Ray's to replace.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from extractor.pipeline import Extractor
from extractor.reading import Item
from extractor.reading.contents import contents
from extractor.reading.items import Origin
from extractor.records import Failure, InputError
from extractor.runs import Progress, RunOptions, base_key, terms
from extractor.runs.assembly import MANIFEST, assemble
from extractor.runs.shards import FOLDER, Shard, ShardFolder, ShardSummary, cut
from extractor.runs.work import ShardWork
from extractor.scale.storage import Storage, StoredFile, in_groups
from extractor.workers import in_order
from extractor.writing import FORMATS

_LOT = 8_000_000  # bytes an actor takes at a time, half a minute's work


def run(  # noqa: PLR0913 - as of a run on one machine
    articles: str,
    out: str,
    *,
    options: RunOptions | None = None,
    form: str = "jsonl",
    workers: int | None = None,
    resume: bool = False,
) -> Progress:
    """Read everything there is to read with the machines of a Ray cluster.

    Call ``ray.init`` before, to join a cluster; without that Ray starts one on this machine.

    Args:
        articles: A folder or file every machine can reach: a path of shared storage, or an address such as ``s3://...``.
        out: Folder to write in, likewise.
        options: How to read.
        form: One of ``extractor.writing.FORMATS``.
        workers: Actors to use, by default as many as the cluster has cores.
        resume: Go on where an earlier run was stopped.

    Returns:
        What was read and found.

    Raises:
        InputError: There is nothing to read, or Ray is not installed.
    """
    if form not in FORMATS:
        raise InputError(f"there is no format {form!r}; give one of {', '.join(FORMATS)}")
    data = _ray_data()
    options, passed_over = options or RunOptions(), Counter[str]()
    source, target = Storage(articles), Storage(out)
    lots = list(in_groups(source.articles(options.reading, passed_over), _LOT))
    if not resume:
        target.discard(FOLDER)
    rows = [{"number": number, "files": json.dumps(lot)} for number, lot in enumerate(lots)]
    dataset = data.from_items(rows, override_num_blocks=len(rows)).map(
        _Actor,
        fn_constructor_args=(articles, out, options.model_dump_json()),
        compute=data.ActorPoolStrategy(size=workers) if workers else data.ActorPoolStrategy(max_size=len(rows)),
    )
    done: dict[int, list[ShardSummary]] = {}
    for row in dataset.iter_rows():
        done[row["number"]] = [ShardSummary.model_validate(summary) for summary in json.loads(row["summaries"])]
        passed_over.update(json.loads(row["passed_over"]))
    summaries = [summary for number in sorted(done) for summary in done[number]]
    _assemble(target, summaries, form, {**terms(options), "passed_over": dict(passed_over)})
    target.discard(FOLDER)
    progress = Progress(total=sum(file.size for lot in lots for file in lot), passed_over=dict(passed_over))
    for summary in summaries:
        progress.add(summary, progress.total or 0)
    return progress


def _ray_data() -> Any:
    try:
        import ray.data  # noqa: PLC0415 - the ray extra
    except ImportError:
        raise InputError("a run on Ray needs the ray extra; pip install 'extractor[ray]'") from None
    return ray.data


def _assemble(target: Storage, summaries: list[ShardSummary], form: str, about: dict[str, Any]) -> None:
    """Put the shards together: in place where they lie on this machine, else by way of its temporary folder."""
    if target.local is not None:
        assemble(ShardFolder(target.local), summaries, target.local, form, about)
        return
    with TemporaryDirectory() as folder:
        shards, made = ShardFolder(Path(folder)), Path(folder, "made")
        shards.path.mkdir()
        for summary in summaries:
            name = shards.file(summary.key).name
            target.fetch(f"{FOLDER}/{name}", shards.path / name)
        assemble(shards, summaries, made, form, about)
        for file in sorted(
            made.iterdir(), key=lambda file: file.name == MANIFEST
        ):  # last, as the sign that all is there
            target.put(file, file.name)


class _Lot:
    """The items of a lot of files; what `cut` takes."""

    def __init__(self, storage: Storage, files: list[StoredFile], options: RunOptions) -> None:
        self._storage, self._files, self._options = storage, files, options
        self.done = 0
        self.passed_over = Counter[str]()

    def __iter__(self) -> Iterator[Item | Failure]:
        for file in self._files:
            try:
                stream = self._storage.open(file.path)
            except OSError as error:
                yield file.origin.failure(f"cannot be read ({error})", "see that every machine can reach it")
                continue
            form = self._options.reading.format_of(file.path)
            with stream:
                yield from contents(stream, file.origin, form, self._options.reading, self.passed_over)
            self.done += file.size


class _Actor:
    """Reads lots of files and writes their shards; one in each process of Ray's pool."""

    def __init__(self, articles: str, out: str, options: str) -> None:
        self._source, self._target = Storage(articles), Storage(out)
        self._options = RunOptions.model_validate_json(options)
        self._base = base_key(self._options)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        files = [StoredFile(path, Origin(*origin), size) for path, origin, size in json.loads(row["files"])]
        lot = _Lot(self._source, files, self._options)
        with TemporaryDirectory() as folder:
            summaries = self._work_through(lot, ShardFolder(Path(folder)))
        return {
            "number": row["number"],
            "summaries": json.dumps([one.model_dump() for one in summaries]),
            "passed_over": json.dumps(lot.passed_over),
        }

    def _work_through(self, lot: _Lot, shards: ShardFolder) -> list[ShardSummary]:
        """Do the shards of a lot that are not stored yet, and store them; return all, in their order."""
        shards.path.mkdir()
        there, order, done = self._target.names(FOLDER), list[str](), dict[str, ShardSummary]()

        def missing() -> Iterator[Shard]:
            for shard in cut(lot, self._base):
                order.append(shard.key)
                file = shards.file(shard.key)
                if file.name in there:
                    self._target.fetch(f"{FOLDER}/{file.name}", file)
                if (summary := shards.find(shard.key)) is None:
                    yield shard
                else:
                    done[shard.key] = summary

        prepare = partial(ShardWork, Extractor(self._options.model), self._options.reading, shards.path.parent)
        for finished in in_order(missing(), prepare, workers=1, time_limit=self._options.time_limit):
            file = shards.file(finished.summary.key)
            self._target.put(file, f"{FOLDER}/{file.name}")
            done[finished.summary.key] = finished.summary
        return [done[key] for key in order]
