"""Notes in brat: fields written on one line, ``value: 7960000000 | unit: CNY``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractor.labelling.sheet import LabellingError
from extractor.labelling.slots import FIELDS

_BETWEEN = " | "
_HIDDEN = re.compile(r"[\\|\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]|\A\s|\s\Z")
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")


def note_of(fields: Iterable[tuple[str, str]]) -> str:
    r"""Write fields as a note; what would end a field or a line is written as its code.

    >>> note_of([("value", "12"), ("unit", "a|b")])
    'value: 12 | unit: a\\u007cb'
    """
    return _BETWEEN.join(f"{name}: {_HIDDEN.sub(_coded, value)}" for name, value in fields)


def _coded(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def read_note(note: str, where: str) -> Iterator[tuple[str, str]]:
    r"""Read the fields of a note.

    Raises:
        LabellingError: A part is no field; ``where`` is named.

    >>> list(read_note("value: 12 | unit: a\\u007cb", "T1"))
    [('value', '12'), ('unit', 'a|b')]
    """
    for part in note.split("|") if note.strip() else ():
        name, colon, value = (word.strip() for word in part.partition(":"))
        if not colon or name not in FIELDS:
            raise LabellingError(
                f"{where}: note {part.strip()!r} is no field; write such as 'unit: CNY', | between two"
            )
        yield name, _ESCAPE.sub(lambda found: chr(int(found[1], 16)), value)
