"""What would differ between the Pythons the project runs on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import extractor

ROOT = Path(extractor.__file__).parent
_POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{+[\d,]+\}+)\+|\(\?>")


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_pattern_of_re_repeats_a_group_possessively(path: Path) -> None:
    """Before Python 3.11.5 ``re`` matches less with them than it should; the ``regex`` package does not."""
    source = path.read_text(encoding="utf-8")
    if "import re\n" in source:
        assert _POSSESSIVE_GROUP.findall(source) == []
