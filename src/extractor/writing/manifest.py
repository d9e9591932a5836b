"""The manifest: it lists the files of a folder that are a run's, which alone may be replaced and are no articles."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from extractor.reading.outputs import MANIFEST, claim, listed, run_files
from extractor.records import InputError
from extractor.writing.files import replacing


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
        sign(out, manifest_of(out) | claim([*owned, *names]))  # before there are files that none lists


def manifest_of(folder: Path) -> dict[str, Any]:
    """What the manifest of a folder tells; nothing where there is none, or another's."""
    manifest = folder / MANIFEST
    data = manifest.read_bytes() if manifest.is_file() else b""
    return json.loads(data) if listed(data) else {}


def sign(out: Path, told: Mapping[str, Any]) -> None:
    """Write the manifest of a folder."""
    with replacing(out, [MANIFEST]) as files:
        files[MANIFEST].write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
