"""A sentence as a short row of typed items: mentions, cue words, plain words and marks.

Everything after this room reads items, not characters: ``exports rose 5% to $3bn`` is *indicator move value prep
value*. Cue words come from ``lexicons/cues.tsv``; longer forms win over shorter ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from extractor.lexicons import rows
from extractor.records import Label, Mention

if TYPE_CHECKING:
    from extractor.phrases.phrase import Phrase

WORD, MARK, VALUE, PERIOD, PLACE, INDICATOR = "word", "mark", "value", "period", "place", "indicator"

# A word keeps its inner hyphens, stops and apostrophes, but a possessive ending is a token of its own.
# A short name in brackets, ``Electrical and electronic (E&E) products``, says nothing new.
_SHORT_NAME = re.compile(r"(?<=[a-z]\s)\([A-Z][A-Z&]{1,6}s?\)")
_TOKEN = re.compile(r"['’]s\b|[^\W_]+(?:(?:[-.&/]|['’](?!s\b))[^\W_]+)*|[^\w\s]")


class Cue(NamedTuple):
    """A line of ``cues.tsv``: what its forms do in a sentence, and the sign they give a change."""

    cue: str
    sign: str = ""
    forms: tuple[str, ...] = ()


@dataclass(slots=True)
class Item:
    """One element of a sentence.

    Attributes:
        kind: ``word``, ``mark``, ``value``, ``period``, ``place``, ``indicator`` or the name of a cue.
        start: First character in the article.
        end: One past the last character.
        lower: The characters in lower case, with straight apostrophes.
        sign: ``+`` or ``-`` of a cue that tells a direction.
        mention: The mention it stands for.
        phrase: The indicator phrase it heads.
    """

    kind: str
    start: int
    end: int
    lower: str
    sign: str = ""
    mention: Mention | None = None
    phrase: Phrase | None = None


def mention_of(item: Item) -> Mention:
    """The mention an item stands for; asked only of values, periods and places."""
    if item.mention is None:
        raise ValueError(f"item {item.lower!r} stands for no mention")
    return item.mention


def is_rank(item: Item) -> bool:
    """Whether an item is a rank: ``third``, ``the largest``."""
    return item.mention is not None and item.mention.label is Label.RANK


def phrase_of(item: Item) -> Phrase:
    """The phrase an indicator item carries; asked only of those."""
    if item.phrase is None:
        raise ValueError(f"item {item.lower!r} carries no phrase")
    return item.phrase


def places_of(item: Item) -> Sequence[Mention]:
    """The places an item names: itself, or those of the phrase it heads."""
    if item.phrase:
        return [*item.phrase.partners, *([item.phrase.owner] if item.phrase.owner else [])]
    return [item.mention] if item.kind == PLACE and item.mention else []


def over_brackets(items: Sequence[Item], at: int) -> int:
    """Index one past a bracket that opens at ``at``; ``at`` itself where none does, or none closes it."""
    if at < len(items) and items[at].lower in {"(", "["}:
        return next((end + 1 for end in range(at, len(items)) if items[end].lower in {")", "]"}), at)
    return at


@dataclass(slots=True)
class Sentence:
    """A sentence with its items; indicator phrases are items too. ``text`` is the whole article's."""

    text: str
    start: int
    end: int
    paragraph: int
    items: list[Item]


_Value = TypeVar("_Value")
Forms = dict[str, list[tuple[tuple[str, ...], _Value]]]
Token = tuple[int, int, str]  # first character, one past the last, in lower case with straight apostrophes


def form_index(pairs: Iterable[tuple[str, _Value]]) -> Forms[_Value]:
    """Index forms of several words, with what they stand for, by their first word; longest first."""
    index: Forms[_Value] = {}
    for form, value in pairs:
        words = tuple(tokenize_form(form))
        index.setdefault(words[0], []).append((words, value))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def tokenize_form(form: str) -> list[str]:
    """Split a lexicon form just as article text is split."""
    return [token.group() for token in _TOKEN.finditer(form.lower())]


class _CueForms(NamedTuple):
    """What the cues are that begin with a word: longer ones by their second word, longest first, and the word alone."""

    longer: dict[str, list[tuple[tuple[str, ...], Cue]]]
    alone: Cue | None


@cache
def _cues() -> dict[str, _CueForms]:
    found = {}
    for first, forms in form_index((form, row) for row in rows("cues.tsv", Cue) for form in row.forms).items():
        longer: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
        for words, cue in forms:
            if len(words) > 1:
                longer.setdefault(words[1], []).append((words, cue))
        found[first] = _CueForms(longer, next((cue for words, cue in forms if len(words) == 1), None))
    return found


_NEGATIONS = ("non-", "non ")  # "non-EU countries" trade, but are no place
_KINDS = {Label.PERIOD: PERIOD, Label.PLACE: PLACE, Label.ZONE: PLACE}


def items_of(text: str, start: int, end: int, mentions: Sequence[Mention]) -> list[Item]:
    """Read ``text[start:end]`` as items.

    Args:
        text: The article.
        start: First character of the sentence.
        end: One past its last.
        mentions: Those of the sentence, in order.

    Returns:
        The items in order; mentions are one item each, whatever their length.
    """
    items: list[Item] = []
    at = start
    for mention in mentions:
        if _is_named_again(text, items, mention, at):
            at = mention.end + 1
            continue
        items.extend(_plain_items(text, at, mention.start))
        kind = _KINDS.get(mention.label, VALUE)
        if kind == PLACE and text[max(start, mention.start - 4) : mention.start].lower() in _NEGATIONS:
            kind = WORD
        items.append(Item(kind, mention.start, mention.end, mention.text.lower(), mention=mention))
        at = mention.end
    items.extend(_plain_items(text, at, end))
    return items


def _is_named_again(text: str, items: Sequence[Item], mention: Mention, at: int) -> bool:
    """Whether a name in brackets only repeats the place before it: ``the European Union (EU)``."""
    before = items[-1].mention if items else None
    if before is None or before.place is None or mention.place != before.place:
        return False
    return text[at : mention.start].strip() == "(" and text[mention.end : mention.end + 1] == ")"


def _plain_items(text: str, start: int, end: int) -> Iterator[Item]:
    cues = _cues()
    tokens = _tokens(text, start, end)
    at = 0
    while at < len(tokens):
        first, last, word = tokens[at]
        match = _cue_at(cues[word], tokens, at) if word in cues else None
        if match is None:
            yield Item(WORD if word[0].isalnum() else MARK, first, last, word)
            at += 1
            continue
        taken, cue = match
        if taken > 1:
            last = tokens[at + taken - 1][1]
            word = " ".join(token[2] for token in tokens[at : at + taken])
        yield Item(cue.cue, first, last, word, cue.sign)
        at += taken


def _cue_at(forms: _CueForms, tokens: Sequence[Token], at: int) -> tuple[int, Cue] | None:
    """The longest of some forms that stands at ``at``: how many tokens it takes, and its cue."""
    following = tokens[at + 1][2] if at + 1 < len(tokens) else ""
    for words, cue in forms.longer.get(following, ()):
        if words == tuple(token[2] for token in tokens[at : at + len(words)]):
            return len(words), cue
    return (1, forms.alone) if forms.alone else None


def _tokens(text: str, start: int, end: int) -> list[Token]:
    """Words and marks, but for short names in brackets."""
    tokens = [(token.start(), token.end(), token[0].lower()) for token in _TOKEN.finditer(text, start, end)]
    if text.find("’", start, end) >= 0:
        tokens = [(first, last, word.replace("’", "'")) for first, last, word in tokens]
    if text.find("(", start, end) >= 0:
        for name in _SHORT_NAME.finditer(text, start, end):
            tokens = [token for token in tokens if not name.start() <= token[0] < name.end()]
    return tokens
