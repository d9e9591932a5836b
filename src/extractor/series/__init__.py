"""Series: what many articles tell of one thing at one time becomes one observation, with everybody who tells it.

Facts of the same place, indicator, measure, partners, goods, segment, unit and period are joined (``sameness`` says
what is the same). Values that agree to the digits printed are one; others stand side by side, the newest first, and the
observation is marked as a conflict (``values``).
"""

from __future__ import annotations

from collections.abc import Iterable

from extractor.records import Document, Failure
from extractor.series.checks import CheckBetween, Compared, check_between
from extractor.series.gathering import Gathered, gather
from extractor.series.records import Frequency, Observation, Source, Value
from extractor.series.wanted import Wanted
from extractor.series.writing import SeriesSummary, write_series

__all__ = [
    "CheckBetween",
    "Compared",
    "Frequency",
    "Gathered",
    "Observation",
    "SeriesSummary",
    "Source",
    "Value",
    "Wanted",
    "check_between",
    "gather",
    "series",
    "write_series",
]


def series(documents: Iterable[Document | Failure], wanted: Wanted | None = None) -> list[Observation]:
    """Merge what documents tell into observations.

    Args:
        documents: From ``Extractor.pipe`` or ``read_run``, one at a time; failures tell nothing.
        wanted: Which observations; all of them where it is not given.

    Returns:
        The observations by place, indicator, measure, partners, commodity, segment and unit, and within these by time;
        the same whatever the order of the documents. Facts without place or period are none; ``gather`` counts them.

    Raises:
        InputError: No article names what is wanted; the nearest names are told.

    >>> import extractor
    >>> first = extractor.extract("Norway's exports were $7.9 billion in May.", published="2024-06-10", doc_id="1")
    >>> later = extractor.extract("In May Norway's exports were $8.1 billion.", published="2024-09-01", doc_id="2")
    >>> (exports,) = series([first, later], Wanted(place="norway", by="month"))
    >>> exports.conflict, [(str(told.value), str(told.last_published)) for told in exports.values]
    (True, [('8100000000', '2024-09-01'), ('7900000000', '2024-06-10')])
    """
    return list(gather(documents).observations(wanted))
