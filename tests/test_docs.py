"""The documentation is true: its Python and commands run, its JSON comes out, its SQL can be asked.

Commands run in a folder of their own, as they would at the root of the repository, where `out/` and `tables/` hold a
run over `corpus/`, as files and as a database, and `news/` holds articles of many months.
"""

from __future__ import annotations

import doctest
import importlib
import json
import os
import pkgutil
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer

import extractor
from extractor import cli
from extractor.pipeline import Extractor
from extractor.records import Fact
from extractor.runs import run
from extractor.runs.assembly import convert_run

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TESTED = {"python", "sh", "json", "sql", "text"}  # text is no code
NOT_RUN = 'title="Not executed: '  # and why, for the reader to see
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
    info: str
    code: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def blocks(*languages: str) -> Iterator[Block]:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for fence in FENCE.finditer(text):
            if fence[1] in languages and NOT_RUN not in fence[2]:
                yield Block(page, text.count("\n", 0, fence.start(3)) + 1, fence[1], fence[2].strip(), fence[3])


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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_block_goes_untested_without_telling_why(page: Path) -> None:
    for fence in FENCE.finditer(page.read_text(encoding="utf-8")):
        is_tested = fence[1] in TESTED or (page.name == "extending.md" and fence[1] in {"tsv", "yaml"})
        assert is_tested or NOT_RUN in fence[2], f"{page.name}: {fence[0][:60]!r} needs {NOT_RUN}why"


# ── commands and questions ──────────────────────────────────────────────────────────────────────


def commands() -> Iterator[tuple[str, list[str]]]:
    for block in blocks("sh"):
        for line in block.code.splitlines():
            for part in re.split(r"\s*(?:\||&&|<|>)\s*", line):
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
    if not {"--version", "--help"} & set(rest):
        group.commands[name].make_context(name, options)


@pytest.fixture(scope="module")
def read_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hold a run over the corpus, as files and as a database."""
    folder = tmp_path_factory.mktemp("read")
    run(str(ROOT / "corpus"), folder / "out")
    convert_run(folder / "out", folder / "tables", "sqlite")
    return folder


@pytest.fixture
def like_the_root(read_corpus: Path, tmp_path: Path) -> Path:
    """A folder in which the commands of a page find what they name, and write where nobody minds."""
    for name in ("corpus", "gold"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for folder in (ROOT / "corpus", ROOT / "notebooks" / "articles"):  # for what a page calls news/
        shutil.copytree(folder, tmp_path / "news", dirs_exist_ok=True)
    for name in ("out", "tables"):
        shutil.copytree(read_corpus / name, tmp_path / name)
    for name in ("src", "tests", "tools", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


WITH_COMMANDS = sorted({block.page for block in blocks("sh", "sql")})


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.name)
def test_the_commands_of_a_page_run_and_its_questions_are_answered(page: Path, like_the_root: Path) -> None:
    for block in (block for block in blocks("sh") if block.page == page):
        lines = [line for line in block.code.splitlines() if not re.match(r"make\b|extractor serve\b", line)]
        done = started(["bash", "-c", "\n".join(["set -euo pipefail", *lines])], ROOT / "src", like_the_root)
        assert done.returncode == 0, f"{block}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
    databases = sorted(like_the_root.rglob("*.sqlite"))
    for block in (block for block in blocks("sql") if block.page == page):
        assert any(is_answered(block.code, base) for base in databases), f"{block}: no database knows what it asks"


def started(
    command: list[str], source: Path, folder: Path, standard_input: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a command that finds this Python and the package of ``source``."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(source),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        command, cwd=folder, env=environment, input=standard_input, capture_output=True, text=True, check=False
    )


def is_answered(question: str, path: Path) -> bool:
    with closing(sqlite3.connect(path)) as base:
        try:
            return bool(base.execute(question).description)
        except sqlite3.OperationalError:
            return False


@pytest.mark.parametrize("block", list(blocks("json")), ids=str)
def test_a_fact_that_is_shown_comes_out(block: Block) -> None:
    shown = json.loads(block.code)
    fact = Fact.model_validate(shown)
    text = (ROOT / "corpus" / f"{fact.doc_id}.txt").read_bytes().decode()
    found = {one.id: one.model_dump(mode="json") for one in Extractor().extract(text, doc_id=fact.doc_id).facts}
    assert found.get(fact.id) == shown


# ── extending.md ────────────────────────────────────────────────────────────────────────────────

TITLE = re.compile(r'title="([^"]+)"')
LEXICONS = Path("src/extractor/lexicons")
READ = """
import json, sys, extractor
for case in json.load(sys.stdin):
    document = extractor.extract(case["text"], published=case.get("published"))
    print(document.model_dump_json(include={"mentions", "facts"}))
"""


def shown_in(language: str) -> dict[str, str]:
    """What `extending.md` shows of each file it names."""
    shown: dict[str, str] = {}
    for block in blocks(language):
        if title := TITLE.search(block.info):
            shown[title[1]] = shown.get(title[1], "") + block.code
    return shown


def lines_of(text: str) -> list[str]:
    return [line.rstrip("\t") for line in text.splitlines()]


@pytest.mark.parametrize(("table", "lines"), shown_in("tsv").items())
def test_a_line_that_is_shown_stands_in_its_table(table: str, lines: str) -> None:
    assert set(lines_of(lines)) <= set(lines_of((LEXICONS / table).read_text(encoding="utf-8")))


@pytest.mark.parametrize(("path", "cases"), shown_in("yaml").items())
def test_an_example_that_is_shown_stands_in_its_file(path: str, cases: str) -> None:
    import yaml

    kept = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    for case in yaml.safe_load(cases):
        assert case in kept


def test_the_examples_are_read_otherwise_without_the_lines(tmp_path: Path) -> None:
    import yaml

    shutil.copytree("src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for table, shown in shown_in("tsv").items():
        path = tmp_path / LEXICONS / table
        kept = [line for line in lines_of(path.read_text(encoding="utf-8")) if line not in lines_of(shown)]
        path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    cases = [case for shown in shown_in("yaml").values() for case in yaml.safe_load(shown)]
    command, given = [sys.executable, "-c", READ], json.dumps(cases)
    read_with, read_without = (started(command, at / "src", tmp_path, given).stdout for at in (ROOT, tmp_path))
    for case, one, other in zip(cases, read_with.splitlines(), read_without.splitlines(), strict=True):
        assert one != other, f"{case['text']!r} is read without the line as with it"
