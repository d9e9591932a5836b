"""The Chromium of the machine, driven without a screen: for the tests of the page and for its picture."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_QUIET = (  # nothing is asked of the network, and nothing of a graphics card
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NEEDED = "no Chromium is found; install it (apt-get install chromium), or name it in CHROMIUM"


def chromium() -> str | None:
    """The path of the browser: that in ``CHROMIUM``, or the first that is installed."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, _NAMES)), None)


@contextmanager
def browser() -> Iterator[Browser]:
    """Start the browser, and end it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where it is driven

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium(), args=_QUIET)
        yield started
        started.close()
