"""Storage: folders of this machine or of an object store, listed, read and written alike, by way of pyarrow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NamedTuple, cast
from urllib.parse import urlsplit

from extractor.reading.formats import ReadingOptions, ending_of, is_hidden, is_wanted, named
from extractor.reading.items import Origin
from extractor.reading.outputs import CLAIM, MANIFEST, left_out, listed
from extractor.reading.walking import Found, opened, size_of, walk
from extractor.records import Failure, InputError

_PART = ".part"
_BUFFER = 1 << 17


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
        root: The path in its file system.
        shown: The address as it may be shown, without keys.

    Raises:
        InputError: Nothing can be reached under the address.
    """

    def __init__(self, address: str) -> None:
        from pyarrow import fs  # noqa: PLC0415 - comes with the ray extra

        self.shown = _without_keys(address)
        try:
            if "://" in address:
                self._fs, self.root = fs.FileSystem.from_uri(address)
            else:
                self._fs, self.root = fs.LocalFileSystem(), str(Path(address).absolute())
        except (ValueError, OSError) as error:
            problem = f"cannot reach {self.shown!r} ({str(error).replace(address, self.shown)})"
            raise InputError(f"{problem}; give a folder, or an address as s3://...") from None
        self.root = self.root.rstrip("/")
        self._fs_module: Any = fs

    @property
    def local(self) -> Path | None:
        """The folder on this machine, None in an object store."""
        return Path(self.root) if isinstance(self._fs, self._fs_module.LocalFileSystem) else None

    def articles(
        self, options: ReadingOptions, passed_over: Counter[str], exclude: Storage
    ) -> list[StoredFile | Failure]:
        """List the files to read, in the order in which a run on one machine reads them.

        Args:
            options: How to read.
            passed_over: Where files that are no articles are counted by their endings.
            exclude: A folder that is left out, where it lies in this one.

        Returns:
            Files, and failures in the places of folders that cannot be listed.

        Raises:
            InputError: There is nothing to read.
        """
        there = self._fs.get_file_info(self.root)
        if there.type == self._fs_module.FileType.NotFound and self.local:
            raise InputError(f"no file or folder {self.shown!r}; give an existing one")
        if there.is_file:
            return [StoredFile(self.root, Origin(named(there.base_name), self.shown), there.size)]
        look = self._in_folder if self.local else self._in_store
        found = list(look(options, passed_over, exclude))
        if not found:
            raise InputError(f"nothing to read in {self.shown!r}; give a folder that holds articles, or one file")
        return found

    def _in_folder(
        self, options: ReadingOptions, passed_over: Counter[str], exclude: Storage
    ) -> Iterator[StoredFile | Failure]:
        """The files of a folder of this machine, as every run finds them."""
        not_read = left_out(exclude.local, [Path(self.root)]) if exclude.local else []
        for found in walk(Path(self.root), "", options.globs, not_read, passed_over):
            if isinstance(found, Failure):
                yield found
            else:
                origin = Origin(found.origin.name, self.shown + found.origin.path.removeprefix(self.root))
                yield StoredFile(found.file, origin, size_of(found.file))

    def _in_store(
        self, options: ReadingOptions, passed_over: Counter[str], exclude: Storage
    ) -> Iterator[StoredFile | Failure]:
        """The files of an object store, put in the same order."""
        found, owned = [], exclude.run_files()
        selector = self._fs_module.FileSelector(self.root, allow_not_found=True, recursive=True)
        for info in self._fs.get_file_info(selector):
            inner = info.path.removeprefix(self.root).lstrip("/")
            if not info.is_file or any(map(is_hidden, inner.split("/"))):
                continue
            if is_wanted(PurePosixPath(inner).name, options.globs):
                found.append((_walked(inner), StoredFile(info.path, self._origin(inner), info.size)))
            else:
                passed_over[ending_of(inner)] += 1
        yield from (file for _, file in sorted(found) if not exclude._writes(file.path, self.root, owned))

    def _origin(self, inner: str) -> Origin:
        return Origin(named(inner), f"{self.shown}/{inner}")

    def _writes(self, path: str, read: str, owned: Collection[str]) -> bool:
        """Whether a file is the output's: any in it, but where it is itself what is read those of runs alone."""
        inner = path.removeprefix(f"{self.root}/")
        return inner != path and (inner in owned or not f"{read}/".startswith(f"{self.root}/"))

    def open(self, file: StoredFile) -> BinaryIO | Failure:
        """Open a file of this storage to read its bytes."""
        if self.local:
            return opened(Found(file.path, file.origin))
        try:
            return cast(BinaryIO, BufferedReader(self._fs.open_input_file(file.path), _BUFFER))
        except OSError as error:
            return file.origin.failure(f"cannot be read ({error})", "see that every machine can reach it")

    def has(self, name: str) -> bool:
        """Whether there is a file or a folder of this name."""
        return bool(self._fs.get_file_info(f"{self.root}/{name}").type != self._fs_module.FileType.NotFound)

    def make(self) -> None:
        """Make the folder, or the bucket, where it is missing."""
        self._fs.create_dir(self.root, recursive=True)

    def run_files(self) -> frozenset[str]:
        """The files in this folder that runs wrote, or were about to write."""
        found: frozenset[str] = frozenset()
        for name in filter(self.has, (MANIFEST, CLAIM)):
            with self._fs.open_input_file(f"{self.root}/{name}") as file:
                found |= listed(file.read())
        return found

    def write(self, name: str, data: bytes) -> None:
        """Write a small file."""
        target = f"{self.root}/{name}"
        self._fs.create_dir(str(PurePosixPath(target).parent), recursive=True)
        with self._fs.open_output_stream(target) as file:
            file.write(data)

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
        if self.has(folder):
            self._fs.delete_dir(f"{self.root}/{folder}")

    def _copy(self, source: str, source_fs: Any, target: str, target_fs: Any) -> None:
        self._fs_module.copy_files(source, target, source_filesystem=source_fs, destination_filesystem=target_fs)


def _walked(path: str) -> tuple[tuple[int, str], ...]:
    """Sorts files as a walk meets them: those of a folder before those of its subfolders."""
    *folders, name = path.split("/")
    return (*((1, folder) for folder in folders), (0, name))


def in_lots(files: Iterable[StoredFile | Failure], size: int, number: int) -> Iterator[list[StoredFile | Failure]]:
    """Group files, in their order, into lots of about so many bytes and at most so many files."""
    lot: list[StoredFile | Failure] = []
    held = 0
    for file in files:
        more = file.size if isinstance(file, StoredFile) else 0
        if lot and (held + more > size or len(lot) == number):
            yield lot
            lot, held = [], 0
        lot.append(file)
        held += more
    if lot:
        yield lot


def _without_keys(address: str) -> str:
    """An address to show: without the keys and settings that an object store wants to know."""
    if "://" not in address:
        return address.rstrip("/")
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}".rstrip("/")
