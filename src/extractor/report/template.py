"""The page put together: template, style and script in one file, and the policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from extractor.report.payload import embedded

_HERE = Path(__file__).parent
_STYLES = ("page", "text", "tables")
_SCRIPTS = ("dom", "data", "lights", "text", "card", "table", "views", "charts", "wall", "reading", "app")

_MARK = b'<meta name="generator" content="extractor '  # as the template has it
_NEAR_THE_TOP = 500  # bytes

# What would turn the direction of a line, or has no shape, is shown as a sign; dom.js does the same.
_SIGNS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"} | dict.fromkeys(
    (*range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFFF0, 0xFFFC)), 0xFFFD
)


def rendered(title: str, payload: dict[str, Any], *, form: dict[str, str] | None = None) -> str:
    """Render the page.

    Args:
        title: Its heading.
        payload: What it shows.
        form: What was pasted, where the page is served: ``text``, ``published`` and what was wrong with it, ``error``.
    """
    style, script = _joined("css", _STYLES), f'(() => {{\n"use strict";\n{_joined("js", _SCRIPTS)}}})();\n'
    page: str = _template().render(
        title=title,
        payload=payload,
        data=embedded(payload),
        form=form,
        style=style,
        script=script,
        generator=f"extractor {version('extractor')}",
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    return page


def is_page(path: Path) -> bool:
    """Whether a file is a page that was written here, of whichever version."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return _MARK in file.read(_NEAR_THE_TOP)


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - slow to import

    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["shown"] = lambda text: str(text).translate(_SIGNS)
    return environment.get_template("page.html.j2")


@cache
def _joined(kind: str, names: tuple[str, ...]) -> str:
    return "\n".join((_HERE / "static" / f"{name}.{kind}").read_text(encoding="utf-8") for name in names)


def _hash(content: str) -> str:
    """The digest by which a policy knows a script or a style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
