"""Wanted: which observations somebody asks for, in the words of the articles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import get_args

from pydantic import ValidationInfo, field_validator, model_validator

from extractor.records import Indicator, InputError, Measure, Period, Record
from extractor.series.names import Names, nearest
from extractor.series.records import Frequency, frequency_of
from extractor.series.sameness import Key, same_words
from extractor.units import standard

Test = Callable[[Key], bool]


class Wanted(Record):
    """Which observations to give; what is None is not asked about.

    Attributes:
        place: Name of the place in any article, or its id.
        within: Name or id of a place that the place lies in.
        indicator: ``exports``, ``trade`` ..., or the noun of another indicator.
        measure: ``level``, ``growth``, ``share`` ...
        partner: Name or id of one traded with.
        commodity: The goods.
        unit: The unit, as ``USD`` or ``tonnes``.
        by: The calendar unit the period is one of: ``month``, ``quarter``, ``half``, ``year`` ...
        start: The first day a period may begin.
        end: The last day a period may end.
        conflicts: Whether only those with several values are wanted.

    Raises:
        InputError: A name is empty, or the first day lies after the last.
    """

    place: str | None = None
    within: str | None = None
    indicator: str | None = None
    measure: Measure | None = None
    partner: str | None = None
    commodity: str | None = None
    unit: str | None = None
    by: Frequency | None = None
    start: date | None = None
    end: date | None = None
    conflicts: bool = False

    @field_validator("place", "within", "indicator", "partner", "commodity", "unit")
    @classmethod
    def _is_a_name(cls, name: str | None, field: ValidationInfo) -> str | None:
        if name is not None and not name.strip():
            raise InputError(f"{field.field_name} is {name!r}, which names nothing; give one, or leave it out")
        return name

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Wanted:
        if self.start and self.end and self.start > self.end:
            raise InputError(f"from {self.start} to {self.end} lies no day; give the earlier one first")
        return self

    def test(self, names: Names) -> Test:
        """The test of a key, conflicts aside.

        Raises:
            InputError: No article names the place, the goods or what else is asked for.
        """
        tests = [
            *self._places(names),
            *self._phrases(names),
            *([lambda key: key.measure == self.measure] if self.measure else []),
            *self._times(),
        ]
        return lambda key: all(test(key) for test in tests)

    def _places(self, names: Names) -> list[Test]:
        tests: list[Test] = []
        if self.place is not None:
            ids = names.ids_of(self.place)
            tests.append(lambda key: key.place in ids)
        if self.partner is not None:
            partners = names.ids_of(self.partner)
            tests.append(lambda key: not partners.isdisjoint(key.partners))
        if self.within is not None:
            around = names.around(self.within)
            tests.append(lambda key: names.lies_in(key.place, around))
        return tests

    def _phrases(self, names: Names) -> list[Test]:
        tests: list[Test] = []
        if self.indicator is not None:
            tests.append(_indicator_test(self.indicator, names))
        if self.commodity is not None:
            goods = _known("commodity", "commodity", self.commodity, names)
            tests.append(lambda key: key.commodity == goods)
        if self.unit is not None:
            unit = _known("unit", "unit", self.unit, names)
            tests.append(lambda key: key.unit == unit)
        return tests

    def _times(self) -> list[Test]:
        tests: list[Test] = []
        first, last = self.start, self.end
        if first is not None:
            tests.append(lambda key: key.start >= first)
        if last is not None:
            tests.append(lambda key: key.end <= last)
        if self.by is not None:
            tests.append(lambda key: frequency_of(Period(start=key.start, end=key.end)) == self.by)
        return tests


def _indicator_test(name: str, names: Names) -> Test:
    known = get_args(Indicator)
    code = name.casefold().strip().replace("-", "_").replace(" ", "_")
    if code in known:
        return lambda key: key.indicator == code
    noun = _known("indicator", "indicator_text", name, names, {one.replace("_", " "): one for one in known})
    return lambda key: key.indicator_text == noun


def _known(what: str, slot: str, name: str, names: Names, others: Mapping[str, str] | None = None) -> str:
    """A phrase as keys have it."""
    same, held = same_words(standard(name) if slot == "unit" else name) or "", names.phrases(slot)
    if same not in held:
        raise InputError(f"no article tells of {what} {name!r}; {nearest(same, held | dict(others or {}))}")
    return same
