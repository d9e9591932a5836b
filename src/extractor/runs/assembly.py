"""Assembly: the shards of a run, put together in the order of the input, become the files it was asked for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from extractor.reading.outputs import MANIFEST, claim, listed, run_files
from extractor.records import InputError
from extractor.runs.shards import ShardFolder, ShardSummary
from extractor.writing import RunSummary, convert, files_of
from extractor.writing.files import replacing
from extractor.writing.jsonl import FILES

_COUNTED = ("articles", "words", "facts", "mentions", "failures")


def assemble(shards: ShardFolder, keys: Sequence[str], out: Path, form: str, terms: dict[str, Any]) -> None:
    """Write the files of a run, and ``manifest.json``: what the run was and what it found, shard by shard.

    Args:
        shards: Where the shards are.
        keys: Of all of them, in the order of the input.
        out: Folder to write in.
        form: One of ``extractor.writing.FORMATS``.
        terms: What the outcome depended on.

    Raises:
        InputError: The folder cannot be written in, or the disk is full.
    """
    owned = _of_runs(out, form)
    (out / MANIFEST).unlink(missing_ok=True)  # the claim in the shards says whose the files are, until all are new
    if form == "jsonl":
        _join(shards, keys, out)
    else:
        with TemporaryDirectory(dir=shards.path, prefix="joined-") as joined:
            _join(shards, keys, Path(joined))
            convert(joined, out, form)
    about = {**claim(owned), **terms, "format": form}
    with replacing(out, [MANIFEST]) as files:
        _write_manifest(files[MANIFEST], map(shards.summary, keys), about)


def see_that_nothing_is_lost(
    out: str, has: Callable[[str], bool], owned: Collection[str], files: Iterable[str]
) -> None:
    """See that files of the names about to be written are those of runs.

    Args:
        out: The folder, as it is shown.
        has: Whether there is a file or folder of a name in it.
        owned: The files in it that runs wrote.
        files: The names, besides the manifest's.

    Raises:
        InputError: There are such files that no run wrote.
    """
    there = [name for name in (*files, MANIFEST) if name not in owned and has(name)]
    if there:
        raise InputError(f"{out!r} holds {', '.join(there)}, which no run wrote; give another folder")


def convert_run(source: Path, out: Path, form: str, source_format: str | None = None) -> RunSummary:
    """Write a run in another format, and a manifest beside it; as ``extractor.writing.convert``, but with care.

    Raises:
        InputError: As ``convert``; and where ``out`` holds files of the names about to be written that no run wrote.
    """
    see_that_nothing_is_lost(str(out), lambda name: (out / name).exists(), run_files(out), files_of(form))
    told = _manifest_of(source if source.is_dir() else source.parent)
    owned = _of_runs(out, form)
    summary = convert(source, out, form, source_format)
    _sign(out, told | claim(owned) | {"format": form})
    return summary


@contextmanager
def adding(out: Path, names: Sequence[str]) -> Iterator[Mapping[str, Path]]:
    """Give a path to write for each of the files that are made of a run, which the manifest then lists as well.

    Raises:
        InputError: ``out`` holds files of these names that no run wrote, or cannot be written in.
    """
    see_that_nothing_is_lost(str(out), lambda name: (out / name).exists(), run_files(out), names)
    with replacing(out, names) as parts:
        yield parts
        owned = [name for name in run_files(out) if (out / name).exists()]
        _sign(out, _manifest_of(out) | claim([*owned, *names]))  # before there are files that none lists


def _manifest_of(folder: Path) -> dict[str, Any]:
    """What the manifest of a folder tells; nothing where there is none, or another's."""
    manifest = folder / MANIFEST
    data = manifest.read_bytes() if manifest.is_file() else b""
    return json.loads(data) if listed(data) else {}


def _sign(out: Path, told: Mapping[str, Any]) -> None:
    with replacing(out, [MANIFEST]) as files:
        files[MANIFEST].write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _of_runs(out: Path, form: str) -> list[str]:
    """The files that are runs' once a format is written: those there are, and those of the format."""
    return [*(name for name in run_files(out) if (out / name).exists()), *files_of(form)]


def _join(shards: ShardFolder, keys: Sequence[str], out: Path) -> None:
    with replacing(out, FILES) as parts:
        for name, part in parts.items():
            with part.open("wb") as file:
                for key in keys:
                    file.writelines(shards.read(key, name))


def _write_manifest(path: Path, shards: Iterable[ShardSummary], terms: dict[str, Any]) -> None:
    """Write terms, shards and totals, a shard a line, however many there are."""
    totals: Counter[str] = Counter()
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(terms, ensure_ascii=False, indent=1)[:-2] + ',\n "shards": [')
        for number, shard in enumerate(shards):
            file.write(("," if number else "") + "\n  " + shard.model_dump_json(exclude={"sizes"}))
            totals.update({name: getattr(shard, name) for name in _COUNTED})
        file.write("\n ]," + json.dumps({name: totals[name] for name in _COUNTED}, indent=1)[1:] + "\n")
