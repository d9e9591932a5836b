"""Spaces, quotes and dashes a newsroom may use where the tables have plain ones; each stands for one character."""

from __future__ import annotations

_PLAIN = {
    " ": "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000",
    "'": "\u2018\u2019\u02bc",
    "-": "\u2010\u2011\u2013\u2212",
}
_MARKS = tuple((mark, plain) for plain, marks in _PLAIN.items() for mark in marks)


def plain(text: str) -> str:
    """The text with plain marks; every character keeps its place.

    >>> plain("Xi’an–Europe\u3000trains")
    "Xi'an-Europe trains"
    """
    if not text.isascii():
        for mark, as_plain in _MARKS:
            text = text.replace(mark, as_plain)
    return text
