"""Words by the role they play in phrases and statements, where the role is no cue of its own: ``roles.tsv``."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from extractor.lexicons import rows
from extractor.records import LexiconError


class Role(NamedTuple):
    """A line of ``roles.tsv``: a role and the lower-case words that play it."""

    role: str
    words: tuple[str, ...]


@cache
def _roles() -> dict[str, frozenset[str]]:
    return {row.role: frozenset(row.words) for row in rows("roles.tsv", Role)}


def words_for(role: str) -> frozenset[str]:
    """The words of one role.

    Raises:
        LexiconError: The table has no such role.

    >>> "largest" in words_for("ranking")
    True
    """
    try:
        return _roles()[role]
    except KeyError:
        raise LexiconError(f"roles.tsv has no role {role!r}; it has {', '.join(sorted(_roles()))}") from None
