"""Files that take their names all together, when all of them are whole."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from extractor.records import InputError

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO}


@contextmanager
def replacing(folder: Path, names: Iterable[str]) -> Iterator[Mapping[str, Path]]:
    """Give a path to write for each name; the files take their names only when the block ends without an error.

    Raises:
        InputError: ``folder`` is a file, may not be written in, or there is no room.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{str(folder)!r} is a file; give a folder to write in")
    parts = {name: folder / f".{name}.part" for name in names}
    try:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _refused(folder, error) from None
        try:
            yield parts
        except OSError as error:
            if error.errno in _NO_ROOM:
                message = f"no room to write in {str(folder)!r} ({error.strerror}); free some, or give another folder"
                raise InputError(message) from None
            if error.errno == errno.ENAMETOOLONG:
                named = str(next((name for name, part in parts.items() if str(part) == error.filename), folder))
                raise InputError(f"{named!r}: {error.strerror}; give a shorter name") from None
            if error.errno in _REFUSED or error.filename in map(str, parts.values()):
                raise _refused(folder, error) from None
            raise
        for name, part in parts.items():
            try:
                part.replace(folder / name)
            except OSError as error:
                message = f"cannot write {str(folder / name)!r} ({error.strerror}); remove it or give another folder"
                raise InputError(message) from None
    finally:
        for part in parts.values():
            with suppress(OSError):
                part.unlink()


def _refused(folder: Path, error: OSError) -> InputError:
    return InputError(f"cannot write in {str(folder)!r} ({error.strerror}); give a folder you may write in")
