"""Archives: the files in zip and tar archives, read one after another and never written to disk."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from functools import partial
from io import SEEK_END
from typing import IO, TYPE_CHECKING, BinaryIO, NamedTuple, Protocol, cast

from extractor.reading.formats import named, readable
from extractor.reading.items import Damaged, Origin
from extractor.reading.packed import BUFFER, Expansion, Parts, buffered, in_memory
from extractor.records import Failure

if TYPE_CHECKING:
    import tarfile
    import zipfile

__all__ = ["Member", "tar_members", "zip_members"]

_STORED, _DEFLATED = 0, 8  # the methods of zip that are unpacked in bounded memory
_LONGEST_HEADER = 1 << 17  # bytes of a name in tar, and of attributes; hundreds may follow one another
_FOR_ALL = 100  # what a tar may state of all its files, which is kept to the end
_MORE_HOLES = 482  # where a header of tar says that the list of holes goes on


class _Opener(Protocol):
    def __call__(self) -> BinaryIO: ...


class Member(NamedTuple):
    """A file in an archive.

    Attributes:
        steps: The folders it lies in, and its own name.
        origin: What it is called.
        size: In bytes, as the archive states it.
        open: Gives its bytes; what is read raises ``Damaged`` with the origin of what is damaged.
    """

    steps: list[str]
    origin: Origin
    size: int
    open: _Opener


def _place(archive: Origin, name: str) -> tuple[list[str], Origin]:
    """The path of a member; one that leads out of the archive loses the steps that do."""
    steps = [step for step in name.replace("\\", "/").split("/") if step not in {"", ".", ".."}] or ["no name"]
    path = "/".join(steps)
    return steps, archive.member(named(path), readable(path))


def _guarded(stream: IO[bytes], origin: Origin, expansion: Expansion | None = None) -> Iterator[bytes]:
    with stream:
        while True:
            try:
                chunk = stream.read(BUFFER)
            except Damaged:
                raise
            except Exception as error:  # each method of packing has errors of its own
                raise Damaged(origin, f"is damaged ({error})") from error
            if not chunk:
                return
            if expansion:
                expansion.grow(len(chunk))
            yield chunk


# ── zip ─────────────────────────────────────────────────────────────────────────────────────────


def zip_members(stream: BinaryIO, origin: Origin, max_bytes: int) -> Iterator[Member | Failure]:
    """The files in a zip archive, in the order of its directory."""
    import zipfile  # noqa: PLC0415

    stream = in_memory(stream, origin, max_bytes)
    try:
        archive = zipfile.ZipFile(stream)
    except Exception as error:  # a broken directory has many errors
        raise Damaged(origin, f"is no whole zip archive ({error})") from error
    expansion = Expansion(origin, stored=stream.seek(0, SEEK_END))
    stream.seek(0)  # where it stands tells how far reading is
    with archive:
        for info in archive.infolist():
            steps, at = _place(origin, info.filename)
            if not info.is_dir():
                opener = partial(_open_in_zip, archive, info, at, expansion)
                yield _locked(info, at) or Member(steps, at, info.file_size, opener)


def _open_in_zip(archive: zipfile.ZipFile, info: zipfile.ZipInfo, origin: Origin, expansion: Expansion) -> BinaryIO:
    try:
        return buffered(_guarded(archive.open(info), origin, expansion))
    except Exception as error:
        raise Damaged(origin, f"is damaged ({error})") from error


def _locked(info: zipfile.ZipInfo, origin: Origin) -> Failure | None:
    """Why a member cannot be opened, if so."""
    if info.flag_bits & 0x1:
        return origin.failure("is encrypted", "unpack the archive with its password")
    if stat.S_ISLNK(info.external_attr >> 16):
        return origin.failure("is a link", "put the file itself into the archive")
    if info.compress_type not in {_STORED, _DEFLATED}:
        return origin.failure("is packed by another method than deflate", "pack the archive anew")
    return None


# ── tar ─────────────────────────────────────────────────────────────────────────────────────────


def tar_members(stream: BinaryIO, origin: Origin) -> Iterator[Member | Failure]:
    """The files in a tar archive, in their order; each must be read before the next is asked for."""
    import tarfile  # noqa: PLC0415

    try:
        with tarfile.open(fileobj=cast(BinaryIO, Parts(stream)), mode="r|", tarinfo=_header_type()) as archive:
            while info := archive.next():
                archive.members.clear()  # type: ignore[attr-defined] # it would grow with every file
                if len(archive.pax_headers) > _FOR_ALL:
                    raise tarfile.ReadError("too many headers that are for all its files")
                steps, at = _place(origin, info.name)
                if info.issparse():  # its holes, which take no room in the archive, would be read as zeros without end
                    yield at.failure("is a sparse file", "put it into the archive whole (tar without --sparse)")
                elif info.isreg():
                    yield Member(steps, at, info.size, partial(_open_in_tar, archive, info, origin))
                elif not info.isdir():
                    kind = "a link" if info.issym() or info.islnk() else "no file (a pipe or device)"
                    yield at.failure(f"is {kind}", "put the file itself into the archive")
    except Damaged:
        raise
    except Exception as error:
        raise Damaged(origin, f"is no whole tar archive ({error})") from error


def _open_in_tar(archive: tarfile.TarFile, info: tarfile.TarInfo, origin: Origin) -> BinaryIO:
    return buffered(_guarded(cast(IO[bytes], archive.extractfile(info)), origin))


def _header_type() -> type[tarfile.TarInfo]:
    """Headers that do not take a broken one for the end of the archive, nor hold gigabytes of names or holes."""
    import tarfile  # noqa: PLC0415

    long_names = {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE}
    long_names |= {tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}

    class Header(tarfile.TarInfo):
        @classmethod
        def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Header:
            try:
                info = super().frombuf(buf, encoding, errors)
            except tarfile.HeaderError as error:
                if buf.count(b"\0") == tarfile.BLOCKSIZE:  # the end
                    raise
                raise tarfile.ReadError(str(error)) from None
            if info.type in long_names and info.size > _LONGEST_HEADER:
                raise tarfile.ReadError(f"a header of {info.size:,} bytes")
            if info.type == tarfile.GNUTYPE_SPARSE and buf[_MORE_HOLES]:
                raise tarfile.ReadError("a sparse file of many holes")
            return info

        def _proc_gnusparse_10(self, header: tarfile.TarInfo, *_: object) -> None:
            header.sparse = b""  # no sparse file is read, and the list of its holes may be endless

    return Header
