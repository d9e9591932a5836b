"""The spaCy component: ``nlp.add_pipe("trade_facts")``.

It stands apart from the pipeline because it needs spaCy, which the rules alone do not.
"""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extractor.pipeline import Extractor
from extractor.records import Document, Fact

_KEY = "trade_facts"  # where a spaCy Doc carries what was found


class TradeFacts:
    """The spaCy component ``trade_facts``.

    It fills ``doc._.facts``, ``doc._.trade_document`` and ``doc.spans["mentions"]``.

    What it finds travels in ``doc.user_data`` as plain data, so that documents survive ``to_bytes`` and ``n_process``.
    A date of publication may be given as ``doc.user_data["published"]``.
    """

    def __init__(self) -> None:
        self._extractor = Extractor()

    def __call__(self, doc: Doc) -> Doc:
        """Find the facts of one spaCy document."""
        found = self._extractor.extract(doc.text, published=doc.user_data.get("published"))
        doc.user_data[_KEY] = found.model_dump(mode="json")
        spans = [doc.char_span(m.start, m.end, label=str(m.label), alignment_mode="expand") for m in found.mentions]
        doc.spans["mentions"] = [span for span in spans if span is not None]
        return doc


@Language.factory("trade_facts")
def make_trade_facts(nlp: Language, name: str) -> TradeFacts:
    """Build the component for ``nlp.add_pipe("trade_facts")``; spaCy finds it by its entry point.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("trade_facts")
    >>> [fact.indicator for fact in nlp("Kenya's tea exports rose 5 percent in 2023.")._.facts]
    ['exports']
    """
    for extension, getter in (("facts", _facts_of), ("trade_document", _document_of)):
        if not Doc.has_extension(extension):
            Doc.set_extension(extension, getter=getter)
    return TradeFacts()


def _facts_of(doc: Doc) -> tuple[Fact, ...]:
    document = _document_of(doc)
    return document.facts if document else ()


def _document_of(doc: Doc) -> Document | None:
    found: dict[str, Any] | None = doc.user_data.get(_KEY)
    return Document.model_validate(found) if found else None
