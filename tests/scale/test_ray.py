"""A run on a Ray cluster of this machine: the same bytes as one without, from folders and from an object store."""

from __future__ import annotations

import gzip
import json
import logging
import os
import shutil
import socket
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.runs.conftest import article, files

from extractor.reading import ReadingOptions
from extractor.records import InputError
from extractor.runs import RunOptions, run
from extractor.scale import ray as on_ray
from extractor.scale.storage import Storage

pytestmark = pytest.mark.filterwarnings("ignore")  # Ray's own, of every kind


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """An object store on this machine; the address of a bucket in it."""
    from moto.server import ThreadedMotoServer

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = ThreadedMotoServer("127.0.0.1", port, verbose=False)
    server.start()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    os.environ.update(AWS_ACCESS_KEY_ID="somebody", AWS_SECRET_ACCESS_KEY="secret")
    address = f"s3://news/{{}}?scheme=http&endpoint_override=127.0.0.1:{port}&region=us-east-1"
    address += "&allow_bucket_creation=true"
    Storage(address.format("")).make()
    yield address
    server.stop()


@pytest.fixture(scope="module")
def cluster(store: str) -> Iterator[None]:
    """Two cores of this machine as a cluster; started after the store, whose keys it inherits."""
    os.environ.update(RAY_USAGE_STATS_ENABLED="0", RAY_AUTH_MODE="disabled")
    import ray

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield
    ray.shutdown()


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles of several kinds, some in subfolders, one of them empty."""
    folder = tmp_path_factory.mktemp("news")
    for number in range(30):
        file = folder / f"{number % 3}" / f"a{number:02}.txt"
        file.parent.mkdir(exist_ok=True)
        file.write_text(article(number), encoding="utf-8")
    lines = [json.dumps({"id": f"wire-{number}", "text": article(number)}) for number in range(30, 40)]
    (folder / "wires.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    (folder / "more.jsonl").write_text("\n".join(lines).replace("wire-", "more-"), encoding="utf-8")
    (folder / "table.csv").write_text("id,text\nrow-1,Exports of tin rose 5 percent in May 2024.\n", encoding="utf-16")
    (folder / "1" / "empty.txt").touch()
    (folder / "1" / "up").symlink_to(folder)
    (folder / "photo.jpg").write_bytes(b"no article")
    with zipfile.ZipFile(folder / "packed.zip", "w") as archive:
        archive.writestr("a.txt", article(41))
        archive.writestr("b.pdf", b"no article")
    return folder


@pytest.fixture
def small_lots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lots of a few files, so that there is more than one."""
    monkeypatch.setattr(on_ray, "_LOT_BYTES", 5000)


def without_shards(found: dict[str, bytes]) -> dict[str, Any]:
    """The files, the manifest without the list of shards, which lots may cut otherwise."""
    manifest = json.loads(found["manifest.json"])
    assert manifest.pop("shards")
    return {**found, "manifest.json": manifest}


@pytest.mark.usefixtures("cluster", "small_lots")
def test_the_outcome_is_that_of_one_machine(news: Path, tmp_path: Path) -> None:
    alone = run(str(news), tmp_path / "alone")
    done = on_ray.run(str(news), str(tmp_path / "ray"), workers=2)
    assert (done.articles, done.facts, done.failures) == (alone.articles, alone.facts, 1)
    assert without_shards(files(tmp_path / "ray")) == without_shards(files(tmp_path / "alone"))


@pytest.mark.usefixtures("cluster")
def test_the_output_is_not_read_where_it_lies_in_the_input(news: Path, tmp_path: Path) -> None:
    whole = tmp_path / "news"
    shutil.copytree(news, whole, symlinks=True)
    first, second = (on_ray.run(str(whole), str(whole / "out")) for _ in range(2))
    assert (first.articles, first.failures) == (second.articles, second.failures)


@pytest.mark.usefixtures("cluster")
def test_it_goes_on_where_it_was_stopped(news: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(str(news), tmp_path / "alone")
    run(str(news), out, keep_shards=True)
    shards = sorted((out / ".shards").glob("*.shard"))
    there = shards[0]
    there.write_bytes(there.read_bytes().replace(b'"measure":"level"', b'"measure":"share"'))
    on_ray.run(str(news), str(out), resume=True)
    assert b'"measure":"share"' in (out / "facts.jsonl").read_bytes()  # it was taken as it lay there
    on_ray.run(str(news), str(out))
    assert without_shards(files(out)) == without_shards(files(tmp_path / "alone"))


@pytest.mark.usefixtures("cluster")
def test_an_article_that_takes_too_long_is_a_failure(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "long.txt").write_text("Exports rose 5.2% to $3.1 billion in May. " * 80_000, encoding="utf-8")
    (news / "short.txt").write_text(article(1), encoding="utf-8")
    done = on_ray.run(str(news), str(tmp_path / "out"), options=RunOptions(time_limit=2))
    assert (done.articles, done.failures) == (1, 1)
    assert "took longer than 2 s" in (tmp_path / "out" / "failures.jsonl").read_text()


@pytest.mark.usefixtures("cluster", "small_lots")
@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_from_and_to_an_object_store(news: Path, tmp_path: Path, store: str, form: str) -> None:
    stored = Storage(store.format(f"{form}/articles"))
    for file in news.rglob("*"):
        inner = file.relative_to(news).as_posix()
        if file.is_file() and file.stat().st_size and "/up/" not in inner:  # the store of the tests drops empty files
            stored.put(file, file.relative_to(news).as_posix())
    alone = tmp_path / "alone"
    whole = tmp_path / "whole"
    shutil.copytree(news, whole, symlinks=True)
    (whole / "1" / "empty.txt").unlink()
    (whole / "1" / "up").unlink()
    run(str(whole), alone, form=form)
    on_ray.run(store.format(f"{form}/articles"), store.format(f"{form}/out"), form=form)
    made = Storage(store.format(f"{form}/out"))
    fetched = tmp_path / "fetched"
    fetched.mkdir()
    for file in alone.iterdir():
        made.fetch(file.name, fetched / file.name)
    assert without_shards(files(fetched)) == without_shards(files(alone))
    with pytest.raises(InputError, match="nothing to read"):
        made.articles(ReadingOptions(globs=("*.shard",)), Counter(), exclude=Storage("/nowhere"))


def test_what_cannot_be_is_refused(tmp_path: Path) -> None:
    for address, wrong in [(str(tmp_path), "nothing to read"), ("nowhere://me:secret@x", "cannot reach 'nowhere://x'")]:
        with pytest.raises(InputError, match=wrong) as refused:
            Storage(address).articles(ReadingOptions(), Counter(), exclude=Storage("/nowhere"))
        assert "secret" not in str(refused.value)
    with pytest.raises(InputError, match="no format 'xls'"):
        on_ray.run(str(tmp_path), str(tmp_path / "out"), form="xls")
