"""What ``explain`` says was passed over."""

from __future__ import annotations

from pathlib import Path

from extractor import Extractor
from extractor.linking.candidates import passed_over
from extractor.reading import article_from_text

CORPUS = Path(__file__).parent.parent / "corpus"


def lost(text: str) -> list[dict[str, list[str]]]:
    """Candidates by slot, for each fact of a text in order."""
    article = article_from_text(text, published="2024-02-01")
    document = Extractor().read(article)
    found = passed_over(article, document)
    return [
        {
            slot: [c.text for c in found[fact.id] if c.slot == slot]
            for slot in dict.fromkeys(c.slot for c in found[fact.id])
        }
        for fact in document.facts
    ]


def test_other_phrases_places_and_periods_of_the_sentence_lost() -> None:
    first, second = lost(
        "Chile's exports to Peru rose 4 percent in May 2023 and its imports from Brazil 7 percent in June 2023."
    )
    assert first["indicator"] == ["its imports from Brazil"]
    assert first["place"] == ["Brazil"]
    assert first["period"] == ["June 2023"]
    assert second["indicator"] == ["Chile's exports to Peru"]
    assert second["period"] == ["May 2023"]


def test_patterns_that_fit_but_stand_later_lost() -> None:
    (level,) = lost("Chile's exports reached 4 billion dollars in May 2023.")
    assert level == {"measure": ["level"]}


def test_what_is_taken_is_never_passed_over() -> None:
    extractor = Extractor()
    told = 0
    for path in sorted(CORPUS.glob("*.txt")):
        article = article_from_text(path.read_text(encoding="utf-8"), doc_id=path.stem)
        document = extractor.read(article)
        candidates = passed_over(article, document)
        for fact in document.facts:
            taken = {(e.start, e.end) for slot, e in fact.evidence.items() if slot in {"indicator", "place", "period"}}
            assert not taken & {(c.start, c.end) for c in candidates[fact.id] if c.start is not None}
            told += len(candidates[fact.id])
    assert told > 0
