"""The documentation is true: its Python runs, its commands parse, its JSON is what comes out."""

from __future__ import annotations

import doctest
import importlib
import json
import pkgutil
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer

import extractor
from extractor import cli
from extractor.pipeline import Extractor
from extractor.records import Fact

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
MODULES = [
    module.name
    for module in pkgutil.walk_packages(extractor.__path__, "extractor.")
    if not module.name.endswith("__main__")
]


class Block(NamedTuple):
    page: Path
    line: int
    language: str
    code: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def blocks(*languages: str) -> Iterator[Block]:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for fence in FENCE.finditer(text):
            if fence[1] in languages:
                yield Block(page, text.count("\n", 0, fence.start(2)) + 1, fence[1], fence[2])


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_python_of_a_page_runs_from_top_to_bottom(page: Path) -> None:
    names: dict[str, Any] = {}
    for block in blocks("python"):
        if block.page != page:
            continue
        if ">>>" in block.code:
            test = doctest.DocTestParser().get_doctest(block.code, names, str(block), str(page), block.line - 1)
            result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, clear_globs=False)
            assert result.failed == 0
            names = test.globs
        else:
            exec(compile("\n" * (block.line - 1) + block.code, page, "exec"), names)


@pytest.mark.parametrize("name", ["extractor", *MODULES])
def test_the_examples_of_a_module_hold(name: str) -> None:
    module = importlib.import_module(name)
    assert doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE).failed == 0


def commands() -> Iterator[tuple[str, list[str]]]:
    for block in blocks("sh", "console"):
        for line in block.code.splitlines():
            for part in re.split(r"\s*(?:\||&&|<|>)\s*", line.removeprefix("$ ")):
                words = shlex.split(part, comments=True)
                if words and words[0] in {"make", "extractor"}:
                    yield f"{block}: {part}", words


@pytest.mark.parametrize("words", [words for _, words in commands()], ids=[name for name, _ in commands()])
def test_a_command_that_is_shown_exists(words: list[str]) -> None:
    tool, *rest = words
    if tool == "make":
        targets = set(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
        assert {word for word in rest if "=" not in word} <= targets
        return
    group: Any = typer.main.get_command(cli.app)
    name, *options = rest
    if name not in {"--version", "--help"}:
        group.commands[name].make_context(name, options)


@pytest.mark.parametrize("block", list(blocks("json")), ids=str)
def test_a_fact_that_is_shown_comes_out(block: Block) -> None:
    shown = json.loads(block.code)
    fact = Fact.model_validate(shown)
    text = (ROOT / "corpus" / f"{fact.doc_id}.txt").read_bytes().decode()
    found = {one.id: one.model_dump(mode="json") for one in Extractor().extract(text, doc_id=fact.doc_id).facts}
    assert found.get(fact.id) == shown
