"""The nouns that name goods traded."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from extractor.lexicons import rows


class Goods(NamedTuple):
    """A line of ``goods.tsv``: nouns that name goods traded."""

    forms: tuple[str, ...]


@cache
def known_goods() -> frozenset[str]:
    """The nouns that name goods traded, in lower case: ``coffee``, ``vehicles``.

    >>> sorted(known_goods() & {"coffee", "vehicle", "vehicles", "delegations"})
    ['coffee', 'vehicle', 'vehicles']
    """
    plurals = frozenset(form for row in rows("goods.tsv", Goods) for form in row.forms)
    return plurals | {form[:-1] for form in plurals if form.endswith("s") and not form.endswith(("ss", "us", "ics"))}
