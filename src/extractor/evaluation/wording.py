"""When two wordings say the same: names of places, and noun phrases in the slots that are free text."""

from __future__ import annotations

import re

_DROPPED = re.compile(r"['’]s\b|[.\"“”‘’']")
_SEPARATORS = re.compile(r"[\W_]+")
_PREPOSITION = re.compile(r"\s(?:of|in|for|to|from|with|by|along|under|through|via|on|at|among|between)\s")
_JOINED_PLURAL = re.compile(r"(\w+s) and ")
_COUNTING = frozenset({"number", "total", "volume", "value", "amount", "quantity", "output"})
_FUNCTION_WORDS = frozenset(
    (
        *("a", "an", "the", "its", "their", "and", "or", "of", "in", "for", "to", "from", "with", "by"),
        *("along", "under", "through", "via", "on", "at", "among", "between"),
    )
)


def normal(text: str) -> str:
    """Fold case, white space, quotes, hyphens, a possessive ``'s`` and a leading ``the``.

    >>> normal("The  Ningbo-Zhoushan Port’s"), normal("U.S.")
    ('ningbo zhoushan port', 'us')
    """
    words = _SEPARATORS.sub(" ", _DROPPED.sub("", text.casefold())).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def content_words(text: str) -> frozenset[str]:
    """Return the words that carry meaning, plurals folded.

    >>> content_words("exports of solar cells") == content_words("solar cell export")
    True
    """
    return frozenset(_singular(word) for word in normal(text).split()) - _FUNCTION_WORDS


def heads(text: str) -> frozenset[str]:
    """Return the nouns a phrase is about: the last before a preposition, or after ``number of`` and the like.

    Two of them where plurals are joined.

    >>> sorted(heads("foreign-invested companies in the zone")), sorted(heads("the number of shipping routes"))
    (['company'], ['route'])
    >>> sorted(heads("countries and regions"))
    ['country', 'region']
    """
    words = normal(text)
    while match := _PREPOSITION.search(words):
        before, after = words[: match.start()], words[match.end() :]
        words = after if before.split()[-1] in _COUNTING else before
    last = words.split()[-1:]
    joined = [one for one in _JOINED_PLURAL.findall(words) if one != _singular(one)]
    return frozenset(_singular(word) for word in (*joined, *last))


def same_phrase(one: str, two: str) -> bool:
    """Whether two phrases have the same words that carry meaning, in any order."""
    return content_words(one) == content_words(two)


def within(one: str, two: str) -> bool:
    """Whether one phrase has all the words of the other: a name with and without its office, say."""
    ours, theirs = content_words(one), content_words(two)
    return bool(ours and theirs) and (ours <= theirs or theirs <= ours)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
