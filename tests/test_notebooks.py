"""The notebooks run, and what is committed in them is what comes out: every text and table, a picture for a picture.

Pictures are not compared: their letters are as wide as the fonts of the machine have them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
TEXTS = ("text/plain", "text/html")
ADDRESS = re.compile(r"https?://(?!www\.w3\.org/)")  # names of the forms of SVG are addresses that nobody visits


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hold the notebooks with the outputs of now, run by nbmake where they find what stands beside them."""
    folder = tmp_path_factory.mktemp("notebooks")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("corpus", "gold", "tests"):
        (folder / name).symlink_to(ROOT / name)
    command = [sys.executable, "-m", "pytest", "-q", "--nbmake", "--overwrite", "notebooks"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
    return folder / "notebooks"


def cells(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text(encoding="utf-8"))["cells"])


def outputs(path: Path) -> list[tuple[str, list[dict[str, str]]]]:
    """What each cell gives, without pictures and what tells runs apart."""
    return [(cell["id"], [shown(output) for output in cell.get("outputs", [])]) for cell in cells(path)]


def shown(output: dict[str, Any]) -> dict[str, str]:
    data = output.get("data", {})
    texts = {kind: "".join(data[kind]) for kind in TEXTS if kind in data}
    return {"type": output["output_type"], "kinds": " ".join(sorted(data))} | texts


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_is_committed_is_what_comes_out(path: Path, executed: Path) -> None:
    assert outputs(path) == outputs(executed / path.name), f"{path.name} is stale: make notebooks"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_holds_its_pictures_and_asks_no_network(path: Path) -> None:
    given = [output for cell in cells(path) for output in cell.get("outputs", [])]
    assert any("image/svg+xml" in output.get("data", {}) for output in given)
    assert not any(output["output_type"] in {"error", "stream"} for output in given)
    assert not ADDRESS.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_nothing_in_a_notebook_differs_from_run_to_run(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert notebook["metadata"]["language_info"] == {"name": "python"}
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert [cell["id"] for cell in notebook["cells"]] == [
        f"{path.name[:2]}-{at:02}" for at in range(1, len(notebook["cells"]) + 1)
    ]
    assert not any(cell["metadata"] for cell in notebook["cells"])
