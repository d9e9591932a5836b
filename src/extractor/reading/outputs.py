"""Outputs: which files of a folder runs have written, by what they leave beside them.

Such files are no articles, and they alone may be replaced.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

__all__ = ["CLAIM", "MANIFEST", "SHARDS", "claim", "left_out", "listed", "run_files"]

MANIFEST = "manifest.json"
SHARDS = ".shards"
CLAIM = f"{SHARDS}/claim"
_MARK = {"written_by": "extractor"}


def claim(files: Iterable[str]) -> dict[str, object]:
    """What a manifest says of who wrote it and which files are a run's; a run under way says it in its claim."""
    return {**_MARK, "files": sorted({*files, MANIFEST})}


def listed(data: bytes) -> frozenset[str]:
    """The files a manifest or claim lists; none where it is another's.

    >>> sorted(listed(b'{"written_by": "extractor", "files": ["facts.jsonl"]}')), listed(b'{"name": "My web app"}')
    (['facts.jsonl'], frozenset())
    """
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return frozenset()
    if not isinstance(told, dict) or told.get("written_by") != _MARK["written_by"]:
        return frozenset()
    files = told.get("files")
    return frozenset(name for name in files if isinstance(name, str)) if isinstance(files, list) else frozenset()


def left_out(out: Path, read: Iterable[Path]) -> list[Path]:
    """What is not to be read of what is written to: all of it, but where the input is it or lies in it the runs' files.

    Returns:
        Absolute paths without links.
    """
    place = out.resolve()
    if any(path.resolve().is_relative_to(place) for path in read):
        return [place / name for name in run_files(place)]
    return [place]


def run_files(folder: Path) -> frozenset[str]:
    """The files in a folder that runs wrote, or were about to write when they were stopped."""
    found: frozenset[str] = frozenset()
    for name in (MANIFEST, CLAIM):
        try:
            found |= listed((folder / name).read_bytes())
        except OSError:
            continue
    return found
