"""Assembly: the shards of a run, put together in the order of the input, become the files it was asked for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from extractor.reading.outputs import MANIFEST, claim, run_files
from extractor.runs.shards import ShardFolder, ShardSummary
from extractor.series.writing import FILES as MADE_OF_A_RUN
from extractor.writing import RunSummary, convert, files_of
from extractor.writing.files import replacing
from extractor.writing.jsonl import FILES
from extractor.writing.manifest import manifest_of, see_that_nothing_is_lost, sign

_COUNTED = ("articles", "words", "facts", "mentions", "failures")


def assemble(shards: ShardFolder, keys: Sequence[str], out: Path, form: str, terms: dict[str, Any]) -> None:
    """Write the files of a run, and ``manifest.json``: what the run was and what it found, shard by shard.

    The tables of a series in the folder are taken away: they are of the run before.

    Args:
        shards: Where the shards are.
        keys: Of all of them, in the order of the input.
        out: Folder to write in.
        form: One of ``extractor.writing.FORMATS``.
        terms: What the outcome depended on.

    Raises:
        InputError: The folder cannot be written in, or the disk is full.
    """
    for name in run_files(out) & MADE_OF_A_RUN:
        (out / name).unlink(missing_ok=True)
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


def convert_run(source: Path, out: Path, form: str, source_format: str | None = None) -> RunSummary:
    """Write a run in another format, and a manifest beside it; as ``extractor.writing.convert``, but with care.

    Raises:
        InputError: As ``convert``; and where ``out`` holds files of the names about to be written that no run wrote.
    """
    see_that_nothing_is_lost(str(out), lambda name: (out / name).exists(), run_files(out), files_of(form))
    told = manifest_of(source if source.is_dir() else source.parent)
    owned = _of_runs(out, form)
    summary = convert(source, out, form, source_format)
    sign(out, told | claim(owned) | {"format": form})
    return summary


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
