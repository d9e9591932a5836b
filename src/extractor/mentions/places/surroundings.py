"""What stands around a name: an organisation it is part of, a preposition, a dateline."""

from __future__ import annotations

import re

from extractor.mentions.places.view import View, has_role, opens_line

PLACED = re.compile(
    r"(?:^|[\s(\"“])(?:in|at|from|to|near|via|through|into|between|outside|around|across) $", re.IGNORECASE
)
# What may stand between the place of a dateline and its dash: `BEIJING, April 17 (Xinhua) --`.
_DATELINE = re.compile(
    r"(?:, \w+\.?)?(?:, (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})(?:,? \d{4})?)?"
    r"(?: \([A-Z][\w ]+\))? ?(?:--?|—|–|//|:) "
)
_LONGEST_ORGANISATION = 7  # words after the place; in a headline, where all is capitals, fewer
_HYPHENATED = re.compile(r"(?:-[\w'-]{1,40})?")  # `China-ASEAN Expo`; bounded, for chains of names
_HYPHENATED_NAME = re.compile(r"-([A-Z][a-z]+)(?: [A-Z]|'s)")
_LOCATIVE = {"in", "near", "outside"}
_SMALL = {"of", "and", "for", "the"}


def is_located(view: View, start: int) -> bool:
    """Whether something is said to be in it or near it: `in Badajoz`; not `a stake in Siemens`, `faith in Powell`."""
    preposition = view.before(start)
    holding = view.before(start - len(preposition) - 1)
    return preposition.lower() in _LOCATIVE and not has_role(holding.lower(), "held")


def in_organisation(view: View, start: int, end: int) -> bool:
    """Whether the capitalised words around a name make it part of a company's, paper's or bank's name.

    The name of an office (`Nanjing Customs`, `Guangdong Bureau of Statistics`) still says which place it is of.
    """
    titled, position, capitals = view.titled(start), _end_of_hyphenated(view, end), 0
    for _ in range(3 if titled else _LONGEST_ORGANISATION):
        word = view.after(position)
        if has_role(word, "organisation"):
            return True
        if has_role(word, "office") or not (word[:1].isupper() or (word in _SMALL and capitals)):
            break
        capitals += word[:1].isupper()
        position += len(word) + 1
        if word.endswith(("'s", "s'")):
            break
    return _after_organisation(view, start, titled)


def _end_of_hyphenated(view: View, end: int) -> int:
    match = _HYPHENATED.match(view.names, end)
    return match.end() if match else end


def _after_organisation(view: View, start: int, titled: bool) -> bool:
    """`Bank of China`, `Air India`: the name ends the organisation's."""
    word = view.before(start)
    if has_role(word, "organisation") or (len(word) > 2 and word.isalpha() and word.isupper() and not view.knows(word)):
        return not titled  # `Air India`, `KPMG India`
    position = start
    for _ in range(3):
        if word not in _SMALL or word == "and":
            return False
        position -= len(word) + 1
        word = view.before(position)
        if has_role(word, "organisation"):
            return True
    return False


def is_doubtful(view: View, start: int, end: int) -> bool:
    """Whether another capitalised word stands right before or after, as in the name of a person or a firm."""
    hyphened = _HYPHENATED_NAME.match(view.names, end)
    if hyphened and not view.knows(hyphened[1]):
        return True  # `Bristol-Myers`
    before, after = view.before(start), view.after(end)
    open_before = before[:1].isupper() and not before.endswith(("'s", "s'", ".", ",", ";", ":"))
    if open_before and not has_role(before, "function", "time", "news"):
        return True
    return after[:1].isupper() and not has_role(after, "function", "time", "news", "office")


def starts_article(view: View, start: int, end: int) -> bool:
    """Whether it is the place of a dateline."""
    return opens_line(view.names, start) and _DATELINE.match(view.names, end, end + 60) is not None
