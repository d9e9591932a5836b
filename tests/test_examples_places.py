"""Every sentence of ``examples/places.yaml`` and ``examples/zones.yaml`` gives exactly the mentions it lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.mentions.places import find_places
from extractor.records import Article

EXAMPLES = Path(__file__).parent / "examples"


def cases() -> list[Any]:
    found = []
    for name in ("places.yaml", "zones.yaml"):
        for case in yaml.safe_load((EXAMPLES / name).read_text(encoding="utf-8")):
            marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
            found.append(pytest.param(case["text"], case["mentions"], marks=marks, id=case["text"][:60]))
    return found


@pytest.mark.parametrize(("text", "expected"), cases())
def test_sentence(text: str, expected: list[dict[str, Any]]) -> None:
    mentions = find_places(Article(doc_id="example", text=text, sha256=""), ())
    found = [
        {
            "label": str(mention.label),
            "text": mention.text,
            "name": mention.place and mention.place.name,
            "kind": mention.place and mention.place.kind,
            "country": mention.place and mention.place.country,
            "subdivision": mention.place and mention.place.subdivision,
            "within": mention.place and list(mention.place.within),
            "nominal": mention.nominal,
        }
        for mention in mentions
    ]
    wanted = [{"nominal": False, **mention} for mention in expected]
    shown = [{key: mention[key] for key in want} for mention, want in zip(found, wanted, strict=False)] + found[
        len(wanted) :
    ]
    assert shown == wanted
