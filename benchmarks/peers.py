"""The example sentences through this library and its peers: what each reads right, wrong, or where nothing is.

The sentences are those of ``tests/examples/``, with every amount they hold; those that need their article's country
are left out, because a sentence cannot tell it. Scored are money, percent and measures with a unit, the kinds that all
know. An amount counts as right where a mention that overlaps it has its value and its unit; of a range either end will
do, of peers a currency family (``Dollar`` for CAD). It is wrong where a mention of one of these kinds overlaps but none
is right, and missed where none does. A mention that overlaps no amount of these kinds is spurious, unless an optional
one stands there; one that tells an amount a second time is not.

Peers are quantulum3, CQE and Recognizers-Text, each where it is installed; install them beside this library to compare:
``pip install recognizers-text-suite "emoji<2" CQE``. Run: ``make peers``, or ``python benchmarks/peers.py --markdown``.
"""

from __future__ import annotations

import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from extractor.lexicons import rows
from extractor.mentions import find_mentions
from extractor.mentions.money import Currency, Family
from extractor.reading import article_from_text
from extractor.units import UNITS, dimension
from scored import Score, asked, installed, show, words_per_second

EXAMPLES = Path(__file__).parent.parent / "tests" / "examples"
FILES = ("numerals", "money", "percents", "multiples", "quantities", "ranks", "readers")
KINDS = ("money", "percent", "measure")
TOLERANCE = Decimal("0.000001")  # of the value; peers count in floats


class Amount(NamedTuple):
    """An amount as labelled or found: its kind, span, values (both ends of a range) and the units it may be said in."""

    kind: str
    start: int
    end: int
    values: tuple[Decimal, ...]
    units: frozenset[str]
    optional: bool = False


class Case(NamedTuple):
    """A sentence and all its amounts."""

    text: str
    amounts: tuple[Amount, ...]


Reader = Callable[[str], list[Amount]]

_FAMILY_OF = {row.code: row.family for row in rows("currencies.tsv", Currency)}
_FAMILY_BY_FORM = {form: row.family for row in rows("money_words.tsv", Family) for form in row.forms}
_BY_NAME = {form.lower(): row.unit for row in reversed(UNITS) for form in (*row.forms, row.unit, row.registry)}
_REGISTRY = {row.unit: row.registry for row in reversed(UNITS) if row.registry}


def kind_of(label: str, unit: str | None) -> str:
    """``money``, ``percent``, ``measure``, or ``other``."""
    if label in {"MONEY", "PERCENT"}:
        return label.lower()
    return "measure" if unit and dimension(unit) else "other"


def units_of(kind: str, unit: str | None) -> frozenset[str]:
    """The names an amount's unit goes by: its own, its currency's family, quantulum3's."""
    names = {unit, _FAMILY_OF.get(unit or ""), _REGISTRY.get(unit or "")} if kind != "other" else {unit}
    return frozenset(name.lower() for name in names if name)


def cases(files: Sequence[str]) -> list[Case]:
    found = []
    for name in files:
        for case in yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")):
            if "country" not in case:
                found.append(Case(case["text"], tuple(labelled(case["text"], case["mentions"]))))
    return found


def labelled(text: str, mentions: list[dict[str, Any]]) -> Iterator[Amount]:
    at = 0
    for mention in mentions:
        start = text.index(mention["text"], at)
        at = start + len(mention["text"])
        unit, ends = mention.get("unit"), (mention["value"], mention.get("value_high"))
        kind = kind_of(mention["label"], unit)
        values = tuple(Decimal(end) for end in ends if end is not None)
        yield Amount(kind, start, at, values, units_of(kind, unit), mention.get("optional", False))


# ── the readers ─────────────────────────────────────────────────────────────────────────────────


def ours() -> Reader:
    def read(text: str) -> list[Amount]:
        mentions, _ = find_mentions(article_from_text(text))
        return [
            Amount(kind_of(m.label, m.unit), m.start, m.end, (m.value,), frozenset({(m.unit or "").lower()}))
            for m in mentions
            if m.value is not None
        ]

    return read


def quantulum3() -> Reader:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Classifier dependencies")  # said as it is imported
        from quantulum3.parser import parse  # noqa: PLC0415

    def read(text: str) -> list[Amount]:
        return [_of_quantulum(quantity) for quantity in parse(text)]

    return read


def _of_quantulum(quantity: Any) -> Amount:
    name, entity = quantity.unit.name, quantity.unit.entity.name
    middle, spread = Decimal(str(quantity.value)), Decimal(str(quantity.uncertainty or 0))
    values, units = {middle, middle - spread, middle + spread}, {name, (quantity.unit.currency_code or name).lower()}
    kind = "money" if entity == "currency" else "other" if entity in {"dimensionless", "unknown"} else "measure"
    if name in {"percentage", "basis point"}:
        kind, units = "percent", {"percent" if name == "percentage" else "percentage_point"}
        values = {value / 100 for value in values} if name == "basis point" else values
    if name in {"cent", "penny"}:
        units, values = {"dollar", "euro", "pound"}, {value / 100 for value in values}
    start, end = quantity.span
    return Amount(kind, start, end, tuple(values), frozenset(units))


def recognizers_text() -> Reader:
    from recognizers_number import NumberRecognizer  # noqa: PLC0415
    from recognizers_number_with_unit import NumberWithUnitRecognizer  # noqa: PLC0415
    from recognizers_text import Culture  # noqa: PLC0415

    with_unit = NumberWithUnitRecognizer(Culture.English)
    models = {
        "money": with_unit.get_currency_model(),
        "percent": NumberRecognizer(Culture.English).get_percentage_model(),
        "measure": with_unit.get_dimension_model(),
    }

    def read(text: str) -> list[Amount]:
        return [amount for kind, model in models.items() for x in model.parse(text) if (amount := _of_result(kind, x))]

    return read


def _of_result(kind: str, result: Any) -> Amount | None:
    told = result.resolution or {}
    try:
        value = Decimal(str(told.get("value") or "").rstrip("%").replace(",", ""))
    except InvalidOperation:
        return None
    name = str(told.get("unit") or "").lower()
    iso = str(told.get("isoCurrency", "")).lower()
    units = {"percent"} if kind == "percent" else {name, iso, _family(name), _BY_NAME.get(name, "").lower()}
    if name in {"cent", "pence", "penny"}:
        units, value = {"dollar", "euro", "pound"}, value / 100
    return Amount(kind, result.start, result.end + 1, (value,), frozenset(units))


def _family(name: str) -> str:
    """The family of a currency told by its English name: ``South African rand``."""
    return _FAMILY_BY_FORM.get(name.rpartition(" ")[2], name)


def cqe() -> Reader:
    arguments, sys.argv = sys.argv, sys.argv[:1]  # it reads the command line as it is imported
    from CQE import CQE  # noqa: PLC0415

    sys.argv = arguments
    parser = CQE.CQE(overload=True)

    def read(text: str) -> list[Amount]:
        return [amount for quantity in parser.parse(text) if (amount := _of_cqe(text, quantity))]

    return read


def _of_cqe(text: str, quantity: Any) -> Amount | None:
    """CQE counts characters in a text of its own making, so the figure is looked for in the sentence as it stands."""
    where = quantity.get_char_indices().get("value") or []
    if not where:
        return None
    made = quantity.get_preprocessed_text()
    start = _same_place(made, text, where[0][0])
    value, name = quantity.value, quantity.unit.norm_unit
    ends = (value.lower, value.upper) if hasattr(value, "lower") else (value.value,)
    values = tuple(Decimal(str(end)) for end in ends if isinstance(end, int | float) and isfinite(end))
    kind, units = _kind_of_cqe(name)
    if name in {"basis point", "cent", "penny"}:
        values = tuple(value / 100 for value in values)
    return Amount(kind, start, start + max(1, where[-1][1] - where[0][0]), values, frozenset(units))


def _kind_of_cqe(name: str) -> tuple[str, set[str]]:
    if name in {"percentage", "basis point", "percentage point"}:
        return "percent", {"percent" if name == "percentage" else "percentage_point"}
    if name in {"cent", "penny"}:
        return "money", {"dollar", "euro", "pound"}
    family = _family(name)
    if family != name or family in _FAMILY_OF.values():
        return "money", {family}
    unit = _BY_NAME.get(name)
    return ("measure", {unit.lower(), name}) if unit else ("other", {name})


def _same_place(made: str, text: str, at: int) -> int:
    """Where the character at ``at`` of one text stands in the other, by their common stretches."""
    for block in SequenceMatcher(None, made, text, autojunk=False).get_matching_blocks():
        if block.a + block.size > at:
            return block.b + max(0, at - block.a)
    return len(text)


PEERS = {
    "quantulum3": ("quantulum3", quantulum3),
    "CQE": ("CQE", cqe),
    "Recognizers-Text": ("recognizers_number_with_unit", recognizers_text),
}


# ── the score ───────────────────────────────────────────────────────────────────────────────────


def is_right(wanted: Amount, found: Amount) -> bool:
    close = any(abs(a - b) <= abs(b) * TOLERANCE for a in found.values for b in wanted.values)
    return found.kind == wanted.kind and close and bool(found.units & wanted.units)


def score(read: Reader, sentences: list[Case]) -> dict[str, Score]:
    counts: Counter[tuple[str, str]] = Counter()
    for case in sentences:
        found = read(case.text)
        for wanted in case.amounts:
            if wanted.kind in KINDS and not wanted.optional:
                there = [amount for amount in found if overlap(amount, wanted)]
                right = any(is_right(wanted, amount) for amount in there)
                told = any(amount.kind in KINDS for amount in there)
                counts[wanted.kind, "right" if right else "wrong" if told else "missed"] += 1
        for amount in found:
            excused = [
                other for other in case.amounts if overlap(amount, other) and (other.optional or other.kind in KINDS)
            ]
            if amount.kind in KINDS and not excused:
                counts[amount.kind, "spurious"] += 1
    return {kind: Score(*(counts[kind, verdict] for verdict in Score._fields)) for kind in KINDS}


def overlap(one: Amount, other: Amount) -> bool:
    return one.start < other.end and other.start < one.end


def lines(sentences: list[Case]) -> Iterator[tuple[str, ...]]:
    present = installed({name: module for name, (module, _) in PEERS.items()})
    readers: dict[str, Callable[[], Reader]] = {"extractor": ours} | {name: PEERS[name][1] for name in present}
    for name, make in readers.items():
        read = make()
        read(sentences[0].text)
        rate = words_per_second(read, [case.text for case in sentences])
        for kind, counted in score(read, sentences).items():
            yield counted.line(name, kind, rate if kind == KINDS[0] else None)


def main() -> None:
    files, markdown = asked(__doc__, FILES)
    sentences = cases(files)
    show(lines(sentences), f"{len(sentences)} sentences", markdown=markdown)


if __name__ == "__main__":
    main()
