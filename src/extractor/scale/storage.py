"""Storage: folders of this machine or of an object store, listed, read and written alike, by way of pyarrow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NamedTuple, cast

from extractor.reading.formats import ReadingOptions, ending_of, is_hidden, is_wanted, named
from extractor.reading.items import Origin
from extractor.records import InputError

_PART = ".part"


class StoredFile(NamedTuple):
    """A file to read: where it is in its storage, what it is called, and its size in bytes."""

    path: str
    origin: Origin
    size: int


class Storage:
    """A folder, or a single file, by its path or address.

    Args:
        address: A path of this machine, or ``s3://``, ``gs://``, ``abfs://``, ``hdfs://`` and the like.

    Attributes:
        address: As given.
        root: The path in its file system.
        shown: The address without what an object store wants to know besides, its keys among it.

    Raises:
        InputError: Nothing can be reached under the address.
    """

    def __init__(self, address: str) -> None:
        from pyarrow import fs  # noqa: PLC0415 - comes with the ray extra

        self.address = address
        try:
            if "://" in address:
                self._fs, self.root = fs.FileSystem.from_uri(address)
            else:
                self._fs, self.root = fs.LocalFileSystem(), str(Path(address).absolute())
        except (ValueError, OSError) as error:
            raise InputError(f"cannot reach {address!r} ({error}); give a folder, or an address as s3://...") from None
        self.root = self.root.rstrip("/")
        self.shown = f"{address.partition('://')[0]}://{self.root}" if "://" in address else address.rstrip("/")
        self._fs_module: Any = fs

    @property
    def local(self) -> Path | None:
        """The folder on this machine, None in an object store."""
        return Path(self.root) if isinstance(self._fs, self._fs_module.LocalFileSystem) else None

    def articles(self, options: ReadingOptions, passed_over: Counter[str]) -> list[StoredFile]:
        """List the files to read, in the order in which a run on one machine reads them.

        Raises:
            InputError: There is nothing to read.
        """
        there = self._fs.get_file_info(self.root)
        if there.is_file:
            return [StoredFile(self.root, Origin(named(there.base_name), self.shown), there.size)]
        selector = self._fs_module.FileSelector(self.root, allow_not_found=True, recursive=True)
        found = []
        for info in self._fs.get_file_info(selector):
            inner = info.path.removeprefix(self.root).lstrip("/")
            if not info.is_file or any(map(is_hidden, inner.split("/"))):
                continue
            if is_wanted(PurePosixPath(inner).name, options.globs):
                origin = Origin(named(inner), f"{self.shown}/{inner}")
                found.append((_walked(inner), StoredFile(info.path, origin, info.size)))
            else:
                passed_over[ending_of(inner)] += 1
        if not found:
            raise InputError(f"nothing to read in {self.shown!r}; give a folder that holds articles, or one file")
        return [file for _, file in sorted(found)]

    def open(self, path: str) -> BinaryIO:
        """Open a file of this storage to read its bytes."""
        return cast(BinaryIO, self._fs.open_input_file(path))

    def make(self) -> None:
        """Make the folder, or the bucket, where it is missing."""
        self._fs.create_dir(self.root, recursive=True)

    def names(self, folder: str) -> frozenset[str]:
        """Names of the files in a folder of this one; none where it is not there."""
        selector = self._fs_module.FileSelector(f"{self.root}/{folder}".rstrip("/"), allow_not_found=True)
        return frozenset(info.base_name for info in self._fs.get_file_info(selector) if info.is_file)

    def put(self, file: Path, name: str) -> None:
        """Copy a file here, under another name first, so that it is there whole or not at all."""
        target = f"{self.root}/{name}"
        self._fs.create_dir(str(PurePosixPath(target).parent), recursive=True)
        self._copy(str(file), self._fs_module.LocalFileSystem(), target + _PART, self._fs)
        self._fs.move(target + _PART, target)

    def fetch(self, name: str, into: Path) -> None:
        """Copy a file of this storage to this machine."""
        self._copy(f"{self.root}/{name}", self._fs, str(into), self._fs_module.LocalFileSystem())

    def discard(self, folder: str) -> None:
        """Take a folder of this one away, with all that is in it."""
        if self._fs.get_file_info(f"{self.root}/{folder}").type != self._fs_module.FileType.NotFound:
            self._fs.delete_dir(f"{self.root}/{folder}")

    def _copy(self, source: str, source_fs: Any, target: str, target_fs: Any) -> None:
        self._fs_module.copy_files(source, target, source_filesystem=source_fs, destination_filesystem=target_fs)


def _walked(path: str) -> tuple[tuple[int, str], ...]:
    """Sorts files as a walk meets them: those of a folder before those of its subfolders."""
    *folders, name = path.split("/")
    return (*((1, folder) for folder in folders), (0, name))


def in_groups(files: list[StoredFile], size: int) -> Iterator[list[StoredFile]]:
    """Group files, in their order, into lots of about so many bytes; a larger file is one by itself."""
    lot: list[StoredFile] = []
    for file in files:
        if lot and sum(other.size for other in lot) + file.size > size:
            yield lot
            lot = []
        lot.append(file)
    if lot:
        yield lot
