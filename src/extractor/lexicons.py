"""Typed, linted loading of the tables in ``lexicons/``: what an economist could correct is data, not code.

A table is a UTF-8 file of tab-separated columns. Its first line names the columns, which are the fields of the
row class it is read into; lines that start with ``#`` and empty lines are for people. A cell is converted by
its field's type: ``str``, ``int``, ``Decimal``, ``bool`` (``yes`` or empty), or ``tuple[str, ...]`` (parts
separated by ``|``); a ``Literal`` takes one of its words.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

from extractor.records import LexiconError

FOLDER = Path(__file__).parent / "lexicons"


def _yes(cell: str) -> bool:
    if cell not in {"", "yes"}:
        raise ValueError(cell)
    return cell == "yes"


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


_CONVERTERS: dict[Any, Callable[[str], Any]] = {
    str: str,
    int: int,
    Decimal: Decimal,
    bool: _yes,
    tuple[str, ...]: _parts,
}


_Row = TypeVar("_Row", bound=NamedTuple)


def rows(name: str, row: type[_Row]) -> tuple[_Row, ...]:
    """Read the table ``lexicons/<name>`` into rows of the NamedTuple class ``row``, in the order of the file.

    Args:
        name: File name with its ending, such as ``currencies.tsv``.
        row: A ``NamedTuple`` class whose fields are the table's columns, with defaults where a cell may be empty.

    Returns:
        The rows; reading is cached, so that callers may ask often.

    Raises:
        LexiconError: The file is missing, its header differs from the fields, or a cell does not convert; the
            text names the file, the line and the column.

    >>> class Month(NamedTuple):
    ...     name: str
    ...     number: int
    ...     forms: tuple[str, ...] = ()
    >>> rows("months.tsv", Month)[0].number
    1
    """
    return _rows(name, row)  # a thin face, because functools.cache hides the signature from type checkers


@cache
def _rows(name: str, row: type[Any]) -> tuple[Any, ...]:
    try:
        lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise LexiconError(f"no table {name!r} in lexicons/; it must be shipped with the package") from None
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not numbered:
        raise LexiconError(f"{name}: no line but comments; the first line must name the columns {row._fields}")
    header = tuple(numbered[0][1].split("\t"))
    if header != row._fields:
        raise LexiconError(f"{name}:{numbered[0][0]}: columns are {header}, but {row.__name__} wants {row._fields}")
    converters = [_converter(get_type_hints(row)[field]) for field in row._fields]
    return tuple(_read(name, n, line, row, converters) for n, line in numbered[1:])


def _converter(kind: Any) -> Callable[[str], Any]:
    if get_origin(kind) is Literal:
        words = get_args(kind)
        return lambda cell: words[words.index(cell)]
    return _CONVERTERS[kind]


def _read(name: str, n: int, line: str, row: type[Any], converters: list[Callable[[str], Any]]) -> Any:
    cells = line.split("\t")
    if len(cells) > len(converters):
        raise LexiconError(f"{name}:{n}: {len(cells)} cells for {len(converters)} columns {row._fields}")
    values = {}
    for field, convert, cell in zip(row._fields, converters, cells, strict=False):
        if cell.strip() == "" and field in row._field_defaults:
            continue
        try:
            values[field] = convert(cell.strip())
        except (ValueError, InvalidOperation):
            raise LexiconError(f"{name}:{n}: {field} cannot be {cell!r}") from None
    try:
        return row(**values)
    except TypeError:
        missing = [field for field in row._fields if field not in values and field not in row._field_defaults]
        raise LexiconError(f"{name}:{n}: no value for {', '.join(missing)}") from None
