"""Take the picture of the report page in docs/report.png: the articles in corpus/, a fact pointed at.

Run ``python tools/picture_report.py`` at the root of the project, where a Chromium is installed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from browser import NEEDED, browser, chromium
from extractor import Extractor
from extractor.reading import read_articles
from extractor.report import write_report

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "report.png"


def main() -> None:
    if chromium() is None:
        sys.exit(NEEDED)
    with TemporaryDirectory() as folder, browser() as started:
        html = Path(folder, "report.html")
        write_report(Extractor().pipe(read_articles(ROOT / "corpus")), html, title="Trade news")
        page = started.new_page(viewport={"width": 1320, "height": 830}, color_scheme="light", reduced_motion="reduce")
        page.goto(html.as_uri())
        page.locator(".reading tbody tr").first.hover()
        page.screenshot(path=PICTURE)
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
