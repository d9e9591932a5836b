"""Archives and compressed files: read as they stream, bounded, never written to disk; damage ends one, not the run."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from extractor.reading import open_source
from extractor.records import Article, Failure

Read = Callable[..., tuple[list[Article], list[Failure]]]

PACK: Mapping[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": lambda data: bz2.compress(data, 1),
    ".xz": lzma.compress,
    ".zst": zstandard.compress,
}
LINES = b"".join(b'{"text": "Exports rose %d percent in May."}\n' % number for number in range(5000))
FILES = {
    "b/two.txt": b"Imports fell.",
    "a.jsonl": b'{"text": "Trade grew."}\n{"text": 1}',
    "c.csv": b"text\nExports rose.",
}


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(files: Mapping[str, bytes], tar_format: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tar_format) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def names(articles: list[Article]) -> list[str]:
    return [article.doc_id for article in articles]


# ── what is whole ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("packing", PACK)
def test_compressed_files(tmp_path: Path, read: Read, packing: str) -> None:
    halves = LINES[:100_000], LINES[100_000:]
    (tmp_path / f"a.jsonl{packing}").write_bytes(b"".join(map(PACK[packing], halves)))  # in two parts, as logs are
    (tmp_path / f"b.txt{packing}").write_bytes(PACK[packing](b"Imports fell."))
    articles, failures = read(tmp_path)
    assert (len(articles), failures) == (5001, [])
    assert names(articles[-2:]) == [f"a.jsonl{packing}:5000", f"b.txt{packing}"]


@pytest.mark.parametrize("name", ["news.zip", "news.tar", "news.tgz", "news.tar.zst", "news.tar.bz2", "news.TXZ"])
def test_archives(tmp_path: Path, read: Read, name: str) -> None:
    others = {"d.pdf": b"%PDF", ".hidden.txt": b"no", "__MACOSX/b/two.txt": b"no", "README.txt": b"no"}
    parts = {"e.jsonl.gz": gzip.compress(b'{"text": "Trade grew."}'), "empty.txt": b""}
    data = (zipped if name == "news.zip" else tarred)({**FILES, **others, **parts})
    packing = {".tgz": ".gz", ".TXZ": ".xz"}.get(name[-4:], name[8:])
    (tmp_path / name).write_bytes(PACK[packing](data) if packing in PACK else data)
    source = open_source(tmp_path)
    paths = [item.path for item in source]
    inside = ["b/two.txt", "a.jsonl:1", "a.jsonl:2", "c.csv:1", "e.jsonl.gz:1", "empty.txt"]
    assert paths == [f"{tmp_path}/{name}/{path}" for path in inside]
    assert source.passed_over == {".pdf": 1, "README.txt": 1}
    articles, failures = read(tmp_path)
    assert names(articles) == [f"{name}/{one}" for one in ("b/two", "a.jsonl:1", "c.csv:1", "e.jsonl.gz:1")]
    assert [failure.path for failure in failures] == [f"{tmp_path}/{name}/{one}" for one in ("a.jsonl:2", "empty.txt")]


def test_a_table_in_an_archive(tmp_path: Path, read: Read) -> None:
    out = io.BytesIO()
    pq.write_table(pa.table({"text": ["Exports rose."] * 3}), out)
    for name, pack in (("a.zip", zipped), ("b.tar", tarred)):
        (tmp_path / name).write_bytes(pack({"t.parquet": out.getvalue()}))
    assert names(read(tmp_path)[0]) == [f"{name}/t.parquet:{row}" for name in ("a.zip", "b.tar") for row in (1, 2, 3)]
    articles, failures = read(tmp_path, max_bytes=200)
    assert (articles, len(failures)) == ([], 2)
    assert "inside an archive" in failures[0].reason


def test_names_asked_for_are_read_in_archives_too(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"wire.news": b"Exports rose.", "b.pdf": b"%PDF"}))
    assert names(read(tmp_path / "a.zip", globs=("*.news",))[0]) == ["a.zip/wire.news"]


# ── damage ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("packing", PACK)
def test_a_file_cut_short_keeps_what_comes_before(tmp_path: Path, read: Read, packing: str) -> None:
    noise = b"".join(b'{"text": "Exports rose %d percent."}\n' % zlib.crc32(b"%d" % n) for n in range(20_000))
    data = PACK[packing](noise)
    (tmp_path / f"a.jsonl{packing}").write_bytes(data[: len(data) // 2])
    (tmp_path / "b.txt").write_bytes(b"Imports fell.")
    articles, (failure,) = read(tmp_path)
    assert 1000 < len(articles) < 20_000
    assert articles[-1].doc_id == "b"
    assert (failure.path, failure.reason) == (f"{tmp_path}/a.jsonl{packing}", "is cut short")


@pytest.mark.parametrize("packing", PACK)
@pytest.mark.parametrize("data", [b"Exports rose, uncompressed.", b"\x1f\x8b\x08nonsense"])
def test_a_file_that_is_not_compressed_is_a_failure(tmp_path: Path, read: Read, packing: str, data: bytes) -> None:
    (tmp_path / f"a.txt{packing}").write_bytes(data)
    articles, (failure,) = read(tmp_path)
    assert articles == []
    assert failure.reason.startswith(("is damaged", "is cut short"))


def test_zip_cut_short_is_one_failure(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(FILES)[:-40])
    articles, (failure,) = read(tmp_path)
    assert articles == []
    assert "no whole zip" in failure.reason


def test_a_damaged_member_of_zip_fails_alone(tmp_path: Path, read: Read) -> None:
    data = bytearray(zipped({"a.txt": b"Exports rose. " * 99, "b.txt": b"Imports fell."}))
    data[40:50] = bytes(10)
    (tmp_path / "a.zip").write_bytes(data)
    articles, (failure,) = read(tmp_path)
    assert names(articles) == ["a.zip/b"]
    assert failure.path == f"{tmp_path}/a.zip/a.txt"


@pytest.mark.parametrize("cut", [512 + 5, 1024, 1024 + 300, 2048, 2048 + 512 + 5])
@pytest.mark.parametrize("packing", ["", ".gz"])
def test_tar_cut_short_keeps_what_comes_before(tmp_path: Path, read: Read, cut: int, packing: str) -> None:
    files = {f"{name}.txt": b"Exports rose." for name in "abc"}
    data = tarred(files)[:cut]
    (tmp_path / f"a.tar{packing}").write_bytes(gzip.compress(data) if packing else data)
    articles, (failure,) = read(tmp_path)
    assert names(articles) == [f"a.tar{packing}/{name}" for name in "abc"[: cut // 1024]]
    assert failure.path == f"{tmp_path}/a.tar{packing}"
    assert "no whole tar" in failure.reason or "damaged" in failure.reason


def test_a_compressed_tar_cut_short_is_one_failure(tmp_path: Path, read: Read) -> None:
    texts = {f"{n}.txt": b"".join(b"%d" % zlib.crc32(b"%d" % (n * 1000 + i)) for i in range(999)) for n in range(99)}
    data = gzip.compress(tarred(texts))
    (tmp_path / "a.tgz").write_bytes(data[: len(data) // 2])
    articles, (failure,) = read(tmp_path)
    assert 9 < len(articles) < 99
    assert (failure.path, failure.reason) == (f"{tmp_path}/a.tgz", "is cut short")


def test_damage_in_a_member_leaves_the_archive_whole(tmp_path: Path, read: Read) -> None:
    files = {"a.jsonl.gz": gzip.compress(LINES)[:-9], "b.txt": b"Imports fell."}
    for name, pack in (("a.tar", tarred), ("b.zip", zipped)):
        (tmp_path / name).write_bytes(pack(files))
    articles, failures = read(tmp_path)
    assert [failure.path for failure in failures] == [f"{tmp_path}/{name}/a.jsonl.gz" for name in ("a.tar", "b.zip")]
    assert {"a.tar/b", "b.zip/b"} < set(names(articles))


@given(st.data())
def test_no_damage_raises(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["a.zip", "a.tar", "a.tar.gz", "a.tar.zst", "a.jsonl.xz", "a.jsonl.bz2"]))
    whole = zipped(FILES) if name == "a.zip" else tarred(FILES) if ".tar" in name else FILES["a.jsonl"]
    broken = bytearray(PACK[name[name.rindex(".") :]](whole) if name[-3:] in {".gz", "zst", ".xz", "bz2"} else whole)
    for _ in range(data.draw(st.integers(1, 5))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    file = tmp_path_factory.mktemp("any") / name
    file.write_bytes(broken)
    assert list(open_source(file))


# ── hostile archives ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("../../etc/passwd.txt", "etc/passwd"),
        ("/etc/motd.txt", "etc/motd"),
        ("a/..\\..\\b.txt", "a/b"),
        ("./c.txt", "c"),
    ],
)
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_names_that_lead_outside(
    tmp_path: Path, read: Read, name: str, known: str, pack: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    inner = tmp_path / "in" / "deep"
    inner.mkdir(parents=True)
    (inner / "a.zip").write_bytes(pack({name: b"Exports rose."}))
    if pack is tarred:
        (inner / "a.zip").rename(inner / "a.tar")
    (article,), failures = read(inner)
    assert (article.doc_id.partition("/")[2], failures) == (known, [])
    assert len(list(tmp_path.rglob("*"))) == 3  # nothing has been written


def test_links_and_devices_in_tar(tmp_path: Path, read: Read) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for name, kind in (("a.txt", tarfile.SYMTYPE), ("b.txt", tarfile.LNKTYPE), ("c.txt", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("d.txt")
        info.size = 13
        archive.addfile(info, io.BytesIO(b"Exports rose."))
    articles, failures = read(tmp_path)
    assert names(articles) == ["a.tar/d"]
    assert [failure.reason for failure in failures] == ["is a link", "is a link", "is no file (a pipe or device)"]


def test_links_encryption_and_odd_methods_in_zip(tmp_path: Path, read: Read) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        link = zipfile.ZipInfo("a.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("b.txt", "Exports rose.", zipfile.ZIP_BZIP2)
        archive.writestr("c.txt", "Imports fell.")
        archive.writestr("d.txt", "Trade grew.")
    data = bytearray((tmp_path / "a.zip").read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1  # the flag of encryption, in the directory
    (tmp_path / "a.zip").write_bytes(data)
    articles, failures = read(tmp_path)
    assert names(articles) == ["a.zip/c"]
    assert [failure.reason.split()[-1] for failure in failures] == ["link", "deflate", "encrypted"]


def test_archives_in_archives_stay_closed(tmp_path: Path, read: Read) -> None:
    inner = zipped({"x.txt": b"Exports rose."})
    (tmp_path / "a.zip").write_bytes(
        zipped({"b.zip": inner, "c.tar.gz": gzip.compress(b""), "d.txt": b"Imports fell."})
    )
    articles, failures = read(tmp_path)
    assert names(articles) == ["a.zip/d"]
    assert {failure.reason for failure in failures} == {"is an archive in an archive"}


PACKERS: Mapping[str, Callable[[], Any]] = {
    ".gz": lambda: zlib.compressobj(wbits=31),
    ".bz2": bz2.BZ2Compressor,
    ".xz": lambda: lzma.LZMACompressor(preset=0),
    ".zst": lambda: zstandard.ZstdCompressor().compressobj(),
}


@cache
def zeros(packing: str) -> bytes:
    """Many zeros, compressed a piece at a time."""
    packer = PACKERS[packing]()
    return b"".join(packer.compress(bytes(10_000_000)) for _ in range(30)) + bytes(packer.flush())


@pytest.mark.parametrize("packing", PACKERS)
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv", "a.tar", "a.warc"])
def test_a_bomb_is_stopped_in_bounded_memory(tmp_path: Path, read: Read, packing: str, name: str) -> None:
    (tmp_path / f"{name}{packing}").write_bytes(zeros(packing))
    (tmp_path / "b.txt").write_bytes(b"Imports fell.")
    tracemalloc.start()
    articles, failures = read(tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert names(articles) == ["b"]
    assert 1 <= len(failures) <= 2
    assert any(word in failures[-1].reason for word in ("bomb", "larger than", "damaged", "no article"))
    assert peak < 120_000_000


def test_a_zip_bomb_of_many_members_is_stopped(tmp_path: Path, read: Read) -> None:
    lines = b'{"text": "Exports rose."}\n' + bytes(15_000_000)
    (tmp_path / "a.zip").write_bytes(zipped({f"{number}.jsonl": lines for number in range(12)}))
    articles, failures = read(tmp_path)
    assert 5 <= len(articles) < 12
    assert "bomb" in failures[-1].reason
    assert failures[-1].path == f"{tmp_path}/a.zip"


def test_a_member_too_large_fails_alone(tmp_path: Path, read: Read) -> None:
    files = {"a.txt": b"x" * 2000, "b.txt": b"Imports fell.", "c.jsonl": b"x" * 2000 + b'\n{"text": "Trade grew."}'}
    for name, pack in (("a.tar", tarred), ("b.zip", zipped)):
        (tmp_path / name).write_bytes(pack(files))
    articles, failures = read(tmp_path, max_bytes=1000)
    assert names(articles) == [f"{name}/{one}" for name in ("a.tar", "b.zip") for one in ("b", "c.jsonl:2")]
    assert {failure.reason for failure in failures} == {"is larger than 0.001 MB"}


def sparse_as_gnu_writes_it(more: bool) -> bytes:
    """A member that takes no room in the archive and is a hole of 64 GiB."""
    info = tarfile.TarInfo("a.jsonl")
    info.type = tarfile.GNUTYPE_SPARSE
    header = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    header[386:410] = b"%011o\0" % 0 * 2
    header[482:495] = bytes([more]) + b"\x80" + (1 << 36).to_bytes(11)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    holes = (b"%011o\0" % 1 * 42 + b"\1").ljust(512, b"\0") * 20_000
    return bytes(header) + (holes if more else b"")


def sparse_as_pax_writes_it() -> bytes:
    """The same, with a list of holes that takes ten megabytes."""
    holes = b"2000000\n" + b"1\n" * 4_000_000
    told = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": str(1 << 36)}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("a.jsonl")
        info.size, info.pax_headers = len(holes), told
        archive.addfile(info, io.BytesIO(holes))
        return out.getvalue()


@pytest.mark.parametrize("member", [sparse_as_gnu_writes_it(False), sparse_as_pax_writes_it()], ids=["gnu", "pax"])
def test_a_sparse_file_fails_alone(tmp_path: Path, read: Read, member: bytes) -> None:
    (tmp_path / "a.tar").write_bytes(member + tarred({"b.txt": b"Imports fell."}))
    tracemalloc.start()
    articles, (failure,) = read(tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert names(articles) == ["a.tar/b"]
    assert (failure.path, failure.reason) == (f"{tmp_path}/a.tar/a.jsonl", "is a sparse file")
    assert peak < 20_000_000


def test_a_sparse_file_of_many_holes_is_bounded(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.tar").write_bytes(sparse_as_gnu_writes_it(True) + tarred({"b.txt": b"Imports fell."}))
    tracemalloc.start()
    articles, (failure,) = read(tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert articles == []
    assert "many holes" in failure.reason
    assert peak < 20_000_000


def test_a_name_of_gigabytes_is_no_name(tmp_path: Path, read: Read) -> None:
    info = tarfile.TarInfo("a")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 8_000_000_000
    (tmp_path / "a.tar").write_bytes(info.tobuf(tarfile.GNU_FORMAT) + bytes(1024))
    articles, (failure,) = read(tmp_path)
    assert articles == []
    assert "8,000,000,000" in failure.reason


def pax_headers(kind: bytes, count: int, size: int, between: bytes = b"") -> bytes:
    """Headers that each state something new, of many bytes."""
    out = []
    for number in range(count):
        body = b"%07d k%06d=%b\n" % (size + 17, number, b"y" * size)
        info = tarfile.TarInfo("a")
        info.type, info.size = kind, len(body)
        out += [info.tobuf(tarfile.USTAR_FORMAT), body, bytes(-len(body) % 512), between]
    return b"".join(out)


def test_headers_that_follow_one_another_do_not_fill_the_memory(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.tgz").write_bytes(gzip.compress(pax_headers(tarfile.XHDTYPE, 90, 1_000_000)))
    tracemalloc.start()
    articles, (failure,) = read(tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert articles == []
    assert "a header of 1,000,017 bytes" in failure.reason
    assert peak < 50_000_000


def test_headers_for_all_files_do_not_gather_without_end(tmp_path: Path, read: Read) -> None:
    member = tarred({"b.txt": b"Imports fell."})[:1024]
    (tmp_path / "a.tar").write_bytes(pax_headers(tarfile.XGLTYPE, 300, 1_000, member) + bytes(1024))
    articles, (failure,) = read(tmp_path)
    assert len(articles) == 100
    assert "too many headers" in failure.reason
