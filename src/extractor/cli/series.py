"""``extractor series``: all that the articles of a run tell of something, through time."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from extractor.cli import options
from extractor.printable import counted
from extractor.records import InputError

if TYPE_CHECKING:
    from extractor.series import Gathered, Wanted

_SHOWN = 200  # observations on the screen; files have them all
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def series(  # noqa: PLR0913, PLR0917 - each is an option of the command
    run: options.Run,
    place: options.Place = None,
    within: options.Within = None,
    indicator: options.Indicator = None,
    measure: options.Measure = None,
    partner: options.Partner = None,
    commodity: options.Commodity = None,
    unit: options.Unit = None,
    by: options.ByPeriod = None,
    start: options.FirstDay = None,
    end: options.LastDay = None,
    conflicts: options.Conflicts = False,
    out: options.SeriesOut = None,
    form: options.SeriesFormat = options.Form.csv,
    run_format: options.RunFormat = None,
) -> None:
    """Merge what the articles of a run tell of the same thing: one observation, with everybody who tells it.

    Values that agree to the digits printed are one. Others are kept side by side, the newest first. docs/series.md
    says what is the same, and describes the tables.
    """
    from extractor.series import Wanted, gather, write_series
    from extractor.writing import read_run

    wanted = Wanted.model_validate(
        {
            "place": place,
            "within": within,
            "indicator": indicator,
            "measure": measure and measure.value,
            "partner": partner,
            "commodity": commodity,
            "unit": unit,
            "by": by and by.value,
            "start": None if start is None else _day("--from", start, is_last=False),
            "end": None if end is None else _day("--to", end, is_last=True),
            "conflicts": conflicts,
        }
    )
    gathered = gather(read_run(run, run_format and run_format.value))
    if out is None:
        _show(gathered, wanted)
        return
    done = write_series(gathered.observations(wanted), out, form.value)
    print(
        f"{counted(done.observations, 'observation')} of {counted(done.sources, 'fact')} written to {out}, "
        f"{done.conflicts:,} with several values"
    )


def _day(option: str, text: str, *, is_last: bool) -> date:
    """The first or the last day of a year, a month or a day."""
    match = _DATE.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError
        year, month = int(match[1]), int(match[2] or (12 if is_last else 1))
        return date(year, month, int(match[3] or (monthrange(year, month)[1] if is_last else 1)))
    except ValueError:
        raise InputError(f"{option} {text!r} is no date; give it as 2023, 2023-05 or 2023-05-31") from None


def _show(gathered: Gathered, wanted: Wanted) -> None:
    from extractor.screen import console, series_table

    found = gathered.observations(wanted)
    shown = list(islice(found, _SHOWN))
    rest = sum(1 for _ in found)
    if shown:
        console().print(series_table(shown))
    more = f", of which {_SHOWN} are shown: ask for less, or write all with --out" if rest else ""
    number = counted(len(shown) + rest, "observation")
    print(f"{number}{more}; the run has {counted(gathered.facts, 'fact')}{_left_out(gathered)}")


def _left_out(gathered: Gathered) -> str:
    told = " and ".join(f"{count:,} {why}" for why, count in sorted(gathered.left_out.items()))
    return f", of which {told} are no observations" if told else ""
