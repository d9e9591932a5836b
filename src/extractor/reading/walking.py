"""Walking: the files that folders hold, in a fixed order, and the streams of their bytes."""

from __future__ import annotations

import errno
import os
import stat
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path, PurePath
from typing import BinaryIO, NamedTuple

from extractor.reading.formats import ending_of, is_hidden, is_wanted, named, readable
from extractor.reading.items import Origin
from extractor.reading.outputs import MANIFEST, SHARDS, run_files
from extractor.records import Failure

__all__ = ["Found", "opened", "size_of", "unread", "walk"]

_REASONS = {
    errno.ENOENT: ("is gone since the folder was listed", "run again without it"),
    errno.EACCES: ("may not be read", "give yourself permission to read it"),
    errno.EPERM: ("may not be read", "give yourself permission to read it"),
    errno.ELOOP: ("is a link that leads back to itself", "take it away"),
    errno.ENXIO: ("is no file (a socket)", "take it away"),
}


class Found(NamedTuple):
    """A file to read, and what it is called."""

    file: str
    origin: Origin


def walk(
    root: Path, prefix: str, globs: tuple[str, ...], exclude: Collection[Path], passed_over: Counter[str]
) -> Iterator[Found | Failure]:
    """Find the files of a folder, sorted, those of a folder before those of its subfolders.

    Args:
        root: The folder. Links to folders in it are not followed; hidden files and folders are passed over.
        prefix: What stands before the path of a file in its name.
        globs: Names of the files to read; by default all with an ending that is known.
        exclude: Folders and files in it that are left out, as absolute paths without links.
        passed_over: Where the endings of the other files are counted.

    Yields:
        Files, and failures in the places of folders that cannot be listed.
    """
    errors: list[OSError] = []
    left_out = defaultdict[Path, set[str]](set)
    for path in exclude:
        left_out[path.parent].add(path.name)
    for folder, subfolders, names in os.walk(root, onerror=errors.append):
        yield from _unlisted(errors)
        is_under_way = SHARDS in subfolders
        subfolders[:] = sorted(name for name in subfolders if not is_hidden(name))
        passed_over.update("link to a folder" for name in subfolders if Path(folder, name).is_symlink())
        not_here = left_out.get(Path(folder).resolve(), set())
        if MANIFEST in names or is_under_way:
            of_runs = run_files(Path(folder))
            passed_over.update("written by a run" for name in names if name in of_runs)
            not_here = not_here | of_runs
        subfolders[:] = [name for name in subfolders if name not in not_here]
        inside = PurePath(folder).relative_to(root).as_posix()
        before = prefix if inside == "." else f"{prefix}{inside}/"
        where = str(PurePath(folder, "_"))[:-1]
        for name in sorted(set(names) - not_here):
            if is_wanted(name, globs):
                file = where + name  # of a million files, paths would take longer than all else
                yield Found(file, Origin(named(before + name), readable(file)))
            elif not is_hidden(name):
                passed_over[ending_of(name)] += 1
    yield from _unlisted(errors)


def _unlisted(errors: list[OSError]) -> Iterator[Failure]:
    for error in errors:
        path = readable(str(Path(error.filename)))
        yield unread(Origin(path, path), error)
    errors.clear()


def opened(found: Found) -> BinaryIO | Failure:
    """Open a file to read its bytes; a pipe, which would wait for a writer, and the like are failures."""
    try:
        stream = open(found.file, "rb", opener=_without_waiting)  # noqa: SIM115 - the caller closes it
    except OSError as error:
        return unread(found.origin, error)
    if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        return stream
    stream.close()
    return found.origin.failure("is no file (a pipe, socket or device)", "take it away, or give its bytes through -")


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def size_of(file: str) -> int:
    """The bytes of a file on the disk; 0 where it cannot be asked, which reading it will tell."""
    try:
        return os.stat(file).st_size  # noqa: PTH116 - of each file of a folder
    except OSError:
        return 0


def unread(origin: Origin, error: OSError) -> Failure:
    """Why a file cannot be read, in other words than the system's."""
    other = (f"cannot be read ({error.strerror or error})", "check the disk and the file")
    return origin.failure(*_REASONS.get(error.errno or 0, other))
