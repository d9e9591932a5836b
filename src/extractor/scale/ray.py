"""A run on a Ray cluster: lots of files go to a pool of actors, each of which writes shards to shared storage.

The outcome is that of `extractor.runs.run`, to the byte, but for the manifest, whose shards may be cut otherwise. An
actor keeps a process of its own for the articles, so that one that ends it, or takes too long, is tried once more and
given up, as on one machine; an actor or a machine that is lost is Ray's to replace.
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
from extractor.reading.outputs import CLAIM, MANIFEST, SHARDS, claim
from extractor.records import Failure, InputError, Record
from extractor.runs import Progress, RunOptions, base_key, terms, try_out
from extractor.runs.assembly import assemble
from extractor.runs.shards import Shard, ShardFolder, ShardSummary, cut
from extractor.runs.work import ShardWork
from extractor.scale.storage import Storage, StoredFile, in_lots
from extractor.workers import in_order
from extractor.writing import files_of
from extractor.writing.manifest import see_that_nothing_is_lost

_LOT_BYTES = 8_000_000  # that an actor takes at a time, half a minute's work
_LOT_FILES = 10_000


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
    data = _ray_data()
    try_out(form)
    options, passed_over = options or RunOptions(), Counter[str]()
    source, target = Storage(articles), Storage(out)
    files = source.articles(options.reading, passed_over, exclude=target)
    progress = Progress(total=sum(file.size for file in files if isinstance(file, StoredFile)))
    owned = target.run_files()
    see_that_nothing_is_lost(target.shown, target.has, owned, files_of(form))
    if not resume:
        target.discard(SHARDS)
    target.write(CLAIM, json.dumps(claim([*owned, *files_of(form)])).encode())
    rows = [
        {"number": number, "files": json.dumps([_packed(file) for file in lot])}
        for number, lot in enumerate(in_lots(files, _LOT_BYTES, _LOT_FILES))
    ]
    dataset = data.from_items(rows, override_num_blocks=len(rows)).map(
        _Actor,
        fn_constructor_args=(articles, out, options.model_dump_json()),
        compute=data.ActorPoolStrategy(size=workers) if workers else data.ActorPoolStrategy(max_size=len(rows)),
    )
    keys: dict[int, list[str]] = {}
    for row in dataset.iter_rows():
        done = [_Done.model_validate(one) for one in json.loads(row["done"])]
        keys[row["number"]] = [one.summary.key for one in done]
        for one in done:
            progress.add(one.summary, 0, earlier=one.earlier)
        passed_over.update(json.loads(row["passed_over"]))
    progress.done, progress.passed_over = progress.total or 0, dict(sorted(passed_over.items()))
    in_their_order = [key for number in sorted(keys) for key in keys[number]]
    _assemble(target, in_their_order, form, {**terms(options), "passed_over": progress.passed_over})
    target.discard(SHARDS)
    return progress


class _Done(Record):
    """A shard that is stored, and whether an earlier run had stored it."""

    summary: ShardSummary
    earlier: bool


def _packed(file: StoredFile | Failure) -> Any:
    return file.model_dump() if isinstance(file, Failure) else file


def _unpacked(file: Any) -> StoredFile | Failure:
    if isinstance(file, dict):
        return Failure.model_validate(file)
    path, origin, size = file
    return StoredFile(path, Origin(*origin), size)


def _ray_data() -> Any:
    try:
        import ray.data  # noqa: PLC0415 - the ray extra
    except ImportError:
        raise InputError("a run on Ray needs the ray extra; pip install 'extractor[ray]'") from None
    return ray.data


def _assemble(target: Storage, keys: list[str], form: str, about: dict[str, Any]) -> None:
    """Put the shards together: in place where they lie on this machine, else by way of its temporary folder."""
    if target.local is not None:
        assemble(ShardFolder(target.local), keys, target.local, form, about)
        return
    with TemporaryDirectory() as folder:
        shards, made = ShardFolder(Path(folder)), Path(folder, "made")
        shards.path.mkdir()
        for key in keys:
            name = shards.file(key).name
            target.fetch(f"{SHARDS}/{name}", shards.path / name)
        assemble(shards, keys, made, form, about)
        for file in sorted(made.iterdir(), key=lambda file: file.name == MANIFEST):  # last, a sign that all is there
            target.put(file, file.name)


class _Lot:
    """The items of a lot of files; what `cut` takes."""

    def __init__(self, storage: Storage, files: list[StoredFile | Failure], options: RunOptions) -> None:
        self._storage, self._files, self._options = storage, files, options.reading
        self.done = 0
        self.passed_over = Counter[str]()

    def __iter__(self) -> Iterator[Item | Failure]:
        for file in self._files:
            if isinstance(file, Failure):
                yield file
            elif isinstance(stream := self._storage.open(file), Failure):
                yield stream
            else:
                with stream:
                    form = self._options.format_of(file.origin.path)
                    yield from contents(stream, file.origin, form, self._options, self.passed_over)
                self.done += file.size


class _Actor:
    """Reads lots of files and stores their shards; one in each process of Ray's pool."""

    def __init__(self, articles: str, out: str, options: str) -> None:
        self._source, self._target = Storage(articles), Storage(out)
        self._options = RunOptions.model_validate_json(options)
        self._base = base_key(self._options)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        lot = _Lot(self._source, [_unpacked(file) for file in json.loads(row["files"])], self._options)
        with TemporaryDirectory() as folder:
            done = self._work_through(lot, ShardFolder(Path(folder)))
        return {
            "number": row["number"],
            "done": json.dumps([one.model_dump() for one in done]),
            "passed_over": json.dumps(lot.passed_over),
        }

    def _work_through(self, lot: _Lot, shards: ShardFolder) -> list[_Done]:
        """Do the shards of a lot that are not stored yet, and store them; return all, in their order."""
        shards.path.mkdir()
        order, done = list[str](), dict[str, _Done]()

        def missing() -> Iterator[Shard]:
            for shard in cut(lot, self._base):
                order.append(shard.key)
                if there := self._stored(shards, shard.key):
                    done[shard.key] = _Done(summary=there, earlier=True)
                else:
                    yield shard

        prepare = partial(_shard_work, self._options, shards.path.parent)
        for finished in in_order(missing(), prepare, workers=1, time_limit=self._options.time_limit):
            file = shards.file(finished.summary.key)
            self._target.put(file, f"{SHARDS}/{file.name}")
            file.unlink()
            done[finished.summary.key] = _Done(summary=finished.summary, earlier=False)
        return [done[key] for key in order]

    def _stored(self, shards: ShardFolder, key: str) -> ShardSummary | None:
        """What a shard of an earlier run holds, where it is stored and whole."""
        file = shards.file(key)
        if not self._target.has(f"{SHARDS}/{file.name}"):
            return None
        self._target.fetch(f"{SHARDS}/{file.name}", file)
        return shards.find(key)


def _shard_work(options: RunOptions, out: Path) -> ShardWork:
    return ShardWork(Extractor(options.model), options.reading, out)
