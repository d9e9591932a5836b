"""The documentation is a site that needs no network: neither to be built nor to be read."""

from __future__ import annotations

import doctest
import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOADED = re.compile(r"""<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=["']?((?:https?:)?//[^"'\s>]+)""")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert LOADED.findall(page.read_text(encoding="utf-8")) == []
    for sheet in site.rglob("*.css"):
        assert "url(http" not in sheet.read_text(encoding="utf-8")


def test_every_page_and_every_function_of_the_reference_can_be_searched_for(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    found = {one["location"] for one in index["docs"]}
    assert {f"{page.stem}.html" for page in (ROOT / "docs").glob("*.md")} <= found
    assert {"reference.html#extractor.extract", "reference.html#extractor.records.Fact"} <= found


def test_examples_of_docstrings_are_shown_as_code(site: Path) -> None:
    reference = (site / "reference.html").read_text(encoding="utf-8")
    assert '<span class="gp">&gt;&gt;&gt; </span>' in reference
    assert "<blockquote>" not in reference


def test_the_example_of_what_fences_examples_holds() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "doctest_fences.py"))
    (example,) = (one for one in doctest.DocTestFinder().find(tool["fenced"], globs=tool) if one.examples)
    assert doctest.DocTestRunner().run(example).failed == 0
