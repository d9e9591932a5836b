"""Assembly: the shards of a run, put together in the order of the input, become the files it was asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractor.runs.shards import ShardFolder, ShardSummary
from extractor.writing import convert
from extractor.writing.files import replacing
from extractor.writing.jsonl import FILES

MANIFEST = "manifest.json"


def assemble(
    shards: ShardFolder, summaries: Sequence[ShardSummary], out: Path, form: str, terms: dict[str, Any]
) -> None:
    """Write the files of a run, and ``manifest.json``: what the run was and what it found, shard by shard.

    Args:
        shards: Where the shards are.
        summaries: Of all of them, in the order of the input.
        out: Folder to write in.
        form: One of ``extractor.writing.FORMATS``.
        terms: What the outcome depended on.

    Raises:
        InputError: The folder cannot be written in, or the disk is full.
    """
    if form == "jsonl":
        _join(shards, summaries, out)
    else:
        joined = shards.path / "joined"
        _join(shards, summaries, joined)
        convert(joined, out, form)
        for name in FILES:
            (joined / name).unlink()
        joined.rmdir()
    with replacing(out, [MANIFEST]) as files:
        files[MANIFEST].write_bytes(_manifest(summaries, form, terms))


def _join(shards: ShardFolder, summaries: Sequence[ShardSummary], out: Path) -> None:
    with replacing(out, FILES) as parts:
        for name, part in parts.items():
            with part.open("wb") as file:
                for summary in summaries:
                    file.writelines(shards.read(summary, name))


def _manifest(summaries: Sequence[ShardSummary], form: str, terms: dict[str, Any]) -> bytes:
    counted = ("articles", "words", "facts", "mentions", "failures")
    totals = {name: sum(getattr(summary, name) for summary in summaries) for name in counted}
    head = json.dumps({**terms, "format": form, **totals}, ensure_ascii=False, indent=1)
    lines = ",\n  ".join(summary.model_dump_json(exclude={"sizes"}) for summary in summaries)
    return f'{head[:-2]},\n "shards": [\n  {lines}\n ]\n}}\n'.encode()
