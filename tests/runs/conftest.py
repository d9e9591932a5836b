"""Small newsrooms to run over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.runs import shards

_TOWNS = ("Lima", "Busan", "Durban", "Gdansk", "Karachi", "Xiamen", "Santos", "Haiphong", "Mersin", "Tema")
_GOODS = ("copper", "cars", "wheat", "furniture", "rice", "footwear", "soybeans", "shrimp", "steel", "cocoa")


def article(number: int) -> str:
    """An article no other is like."""
    town, goods = _TOWNS[number % 10], _GOODS[number // 10 % 10]
    paragraphs = [
        f"Exports of {goods} through {town} rose {number % 37 + part / 10:.1f} percent "
        f"to ${number + part}.{part} million in {2000 + number % 24}, customs said."
        for part in range(1, 6)
    ]
    return f"Trade of {town} grows again\nUpdated: Jan 31, 2024\n\n" + "\n\n".join(paragraphs) + "\n"


def files(out: Path) -> dict[str, bytes]:
    """What lies in a folder, by path."""
    return {file.relative_to(out).as_posix(): file.read_bytes() for file in sorted(out.rglob("*")) if file.is_file()}


Newsroom = Callable[..., Path]


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    """A folder of so many articles."""

    def made(size: int, name: str = "news") -> Path:
        folder = tmp_path / name
        for number in range(size):
            file = folder / f"{number % 3}" / f"article{number:04}.txt"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(article(number), encoding="utf-8")
        return folder

    return made


@pytest.fixture
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shards of a few articles, so that a small newsroom has many."""
    monkeypatch.setattr(shards, "_LEAST_BYTES", 1500)
    monkeypatch.setattr(shards, "_MOST_BYTES", 6000)
