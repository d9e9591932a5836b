"""Execute the notebooks and write their outputs into them; the same to the byte each time, on one machine.

Run: ``make notebooks``, or ``python tools/run_notebooks.py notebooks/01_first_article.ipynb``. A test holds the tables
and texts in them to what running them gives.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parent.parent / "notebooks"
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def execute(path: Path) -> Any:
    """Run a notebook in its folder, and leave out what differs from run to run and from machine to machine."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}}, record_timing=False).execute()
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": {"name": "python"}})
    for at, cell in enumerate(notebook.cells, 1):
        cell.id = f"{path.name[:2]}-{at:02}"
        cell.metadata = nbformat.from_dict({})
    return notebook


def main() -> None:
    for path in [Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("*.ipynb")):
        began = time.perf_counter()
        notebook = execute(path)
        path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
        print(f"{path.name}: {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
