"""Where paragraphs and sentences begin and end.

A sentence ends at a full stop, question or exclamation mark with its closing quotes, before white space and
something that can open a sentence; never inside a mention (``Jan. 31``, ``U.S. dollars``) and never after an
abbreviation. A line break ends a paragraph, and with it a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extractor.records import Mention

# A full stop may also be glued to the next capital after a lower-case word ("cargo.The"), as hurried web pages have it.
_END = re.compile(
    r"""(?:[.!?…](?<![.!?…]{2})[.!?…]*+[)\]"'”’»]*+(?=\s++["'“‘«(\[]*+[A-Z0-9$€£¥])      # a stop, then an opening
        |[.!?…](?<=[a-z0-9)].)[)\]"'”’»]?(?=[A-Z][a-z])         # a stop glued to the next sentence
        |;(?=\s))                                                # a semicolon parts statements
    """,
    re.VERBOSE,
)
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_FEWEST_WRAPPED = 5  # lines; fewer show no habit of wrapping
_LONGEST = 4000  # characters; a longer sentence is a table or a list, and is cut
_BULLETS = frozenset("*-•·–—▪")
_STOPS = frozenset('.!?:”"')
_WIDEST = 90  # columns; longer lines are paragraphs
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Gov|Sen|Rep|St|Co|Corp|Inc|Ltd|Bros|No|Nos|vs|approx|est|incl|e\.g|i\.e|cf|viz|Jan|Feb"
    r"|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mt|Ft|Jr|Sr|Messrs|Rs|Re|Dh|Dhs)|\b[A-Z](?:\.[A-Z])*)\Z"
)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    r"""Spans of the paragraphs, without the white space around them.

    A line is a paragraph, except in copy that is wrapped by hand, as the wires sent it: there a full line goes on in
    the next one unless that is indented, a bullet, or empty.

    >>> list(paragraphs("One.\r\n\n  Two."))
    [(0, 4), (9, 13)]
    """
    lines = [(line.start() + _indent(line.group()), line.group()) for line in _LINE.finditer(text)]
    width = _wrap_width([line for _, line in lines])
    begin = end = -1
    for start, line in lines:
        words = line.strip()
        if not words:
            continue
        if begin >= 0 and not _goes_on(text, (begin, end), (start, line), width):
            yield begin, end
            begin = -1
        begin, end = (start if begin < 0 else begin), start + len(words)
    if begin >= 0:
        yield begin, end


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _wrap_width(lines: Sequence[str]) -> int:
    """The column at which copy was wrapped by hand, 0 where lines are whole paragraphs."""
    lengths = [len(line.rstrip()) for line in lines if line.strip()]
    if not lengths or max(lengths) > _WIDEST:
        return 0
    return max(lengths) if len(lengths) >= _FEWEST_WRAPPED else _WIDEST


def _goes_on(text: str, before: tuple[int, int], line: tuple[int, str], width: int) -> bool:
    """Whether a line goes on with the paragraph that reaches from ``before[0]`` to ``before[1]``."""
    start, words = line
    end = before[1]
    opening = words.lstrip()[0]
    if not width or text.count("\n", end, start) != 1 or words.startswith(("  ", "\t")) or opening in _BULLETS:
        return False
    is_full = end - (text.rfind("\n", 0, end) + 1) >= width * 3 // 5
    return is_full or ((opening.islower() or opening == "(") and text[end - 1] not in _STOPS)


def sentences(text: str, mentions: Sequence[Mention]) -> list[tuple[int, int, int]]:
    """Split ``text`` into sentences.

    Args:
        text: The article as given.
        mentions: In the order of the text; no sentence ends inside one.

    Returns:
        ``(start, end, paragraph)`` triples, the paragraph counted from 0.

    >>> [("A. B"[s:e], p) for s, e, p in sentences("A. B", [])]
    [('A. B', 0)]
    >>> [(s, e) for s, e, _ in sentences("Exports rose. Imports fell.", [])]
    [(0, 13), (14, 27)]
    """
    starts = [mention.start for mention in mentions]
    found = []
    for number, (start, end) in enumerate(paragraphs(text)):
        begin = counted = start
        depth = 0
        for stop in _END.finditer(text, start, end):
            at = stop.start()
            depth += text.count("(", counted, at) - text.count(")", counted, at)
            counted = at
            if text[at] == ";" and depth > 0:
                continue  # "($28bn; £17bn)"
            if _is_inside(at, starts, mentions) or _ABBREVIATION.search(text, max(begin, at - 8), at):
                continue
            found.append((begin, stop.end(), number))
            begin, depth = stop.end(), 0
            while begin < end and text[begin].isspace():
                begin += 1
        if begin < end:
            found.append((begin, end, number))
    return list(_cut(text, found, starts, mentions))


def _cut(
    text: str, found: Sequence[tuple[int, int, int]], starts: list[int], mentions: Sequence[Mention]
) -> Iterator[tuple[int, int, int]]:
    """Cut what is too long for a sentence at white space, so that no later room looks back over pages."""
    for start, end, number in found:
        begin = start
        while end - begin > _LONGEST:
            at = text.rfind(" ", begin + _LONGEST // 2, begin + _LONGEST)
            while at > begin and _is_inside(at, starts, mentions):
                at = text.rfind(" ", begin + _LONGEST // 2, at)
            at = at if at > begin else begin + _LONGEST
            yield begin, at, number
            begin = at
        yield begin, end, number


def _is_inside(offset: int, starts: list[int], mentions: Sequence[Mention]) -> bool:
    index = bisect_right(starts, offset) - 1
    return index >= 0 and offset < mentions[index].end - 1
