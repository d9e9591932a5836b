"""Money: a figure and a currency, in whichever order and however glued.

The currency stands before (``$5``, ``RM12.5 bil``, ``Rs. 4 crore``, ``USD 3m``) or after (``5 billion U.S. dollars``,
``450-million-yuan``, ``61 mln dlrs``, ``50p``), sometimes both (``$300 million pesos``). A word or a sign that several
countries share is read by its adjective, else by the article's country, else as the family's default, and the
mention says where that is a guess.

A price for one unit (``$75 a barrel``, ``340 dlrs per tonne``) and an exchange rate (``7.18 yuan per dollar``) are no
money but a QUANTITY with a unit such as ``USD per barrel``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.lexicons import rows
from extractor.mentions.drafts import Draft
from extractor.mentions.numerals import GAP, GLUED_MAGNITUDES, WORD_END, Numeral, alternatives, words_of
from extractor.records import Label

_CFA = frozenset({"XOF", "XAF"})
_FAR, _NEAR_PLACES = 160, 6  # characters and places within which one says whose money it is
HUNDREDTH = Decimal("0.01")
THOUSANDTH = Decimal("0.001")
_OF_THOUSANDTHS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})  # ISO 4217, minor unit 3
LAKH, CRORE = Decimal(10**5), Decimal(10**7)
_LAKH_SIGN = re.compile(rf"L(?P<crore>{GAP}?(?:[Cc]rores?|[Cc]r)\b)?(?!\w)")  # ₹1.2L
_OF_LAKHS = frozenset({"INR", "PKR", "BDT", "NPR", "LKR"})


class Currency(NamedTuple):
    """A currency, what tells it from its family, and where it is used."""

    code: str
    family: str
    adjectives: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    local: tuple[str, ...] = ()


class Family(NamedTuple):
    """The forms of one money word, and the currency it means by default."""

    family: str
    default: str
    forms: tuple[str, ...]
    minor_forms: tuple[str, ...] = ()
    ambiguous: bool = False


class Sense(NamedTuple):
    """A currency as read, with the factor of its unit and what had to be assumed."""

    code: str
    factor: Decimal = Decimal(1)
    notes: tuple[str, ...] = ()


_CURRENCIES = rows("currencies.tsv", Currency)
_FAMILIES = {row.family: row for row in rows("money_words.tsv", Family)}
CODES = frozenset(row.code for row in _CURRENCIES)
_BY_ADJECTIVE = {(row.family, a.lower()): row.code for row in _CURRENCIES for a in row.adjectives}
_USERS = {row.code: row.countries for row in _CURRENCIES}
_BY_COUNTRY = {(row.family, c): row.code for row in _CURRENCIES for c in row.countries}
_BY_SYMBOL = {symbol: row.code for row in _CURRENCIES for symbol in row.symbols} | {code: code for code in CODES}
_OF_COUNTRY = {c: row for row in reversed(_CURRENCIES) for c in row.countries}  # the historic ones come last


def countries_of(code: str) -> tuple[str, ...]:
    """ISO 3166-1 codes of the countries that use a currency; none for one the table does not know.

    >>> countries_of("LKR"), len(countries_of("EUR")) > 20
    (('LK',), True)
    """
    return _USERS.get(code, ())


def _families_by(forms: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in _FAMILIES.values():
        for form in getattr(row, forms):
            found[form] = (*found.get(form, ()), row.family)
    return found


_WORD = _families_by("forms")
_MINOR_WORD = _families_by("minor_forms")
# Signs and prefixes that several currencies share, by family; the country decides.
_SHARED = {
    "$": ("dollar", "peso"),
    "£": ("pound",),
    "¥": ("yen", "yuan"),
    "￥": ("yen", "yuan"),
    "＄": ("dollar", "peso"),
}
_SHARED |= dict.fromkeys(("Rs", "Rs.", "RS", "RS.", "rs", "₨"), ("rupee",))
_SHARED |= dict.fromkeys(("Sh", "Sh.", "Shs", "Shs.", "sh", "/="), ("shilling",))
_SHARED |= {"kr": ("krona", "krone"), "Kr": ("krona", "krone"), "F": ("franc",), "Fr": ("franc",)}
_PREFIXES = frozenset({*_BY_SYMBOL, *_SHARED, *words_of("prefix_word")})
_LONGEST_PREFIX = max(map(len, _PREFIXES))
# Prefixes that are also words, initials or other abbreviations: only before an amount that looks like money.
_SHY = words_of("shy_prefix")
_HOMOGRAPHS = words_of("money_homograph")

_GAPS = re.compile(GAP)
_WORD_BEFORE = re.compile(r"\w")
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[A-Z])|\n\s*\n")
_SPACED_LETTER = re.compile(r"[ \u00a0]([BMT])(?![\w'’.-])")
_ADJECTIVES = {a for row in _CURRENCIES for a in row.adjectives}
_AFTER = re.compile(
    rf"(?:-|{GAP})?(?:(?P<adjective>{alternatives(_ADJECTIVES)})(?:-|{GAP})?)?"
    rf"(?P<word>{alternatives({*_WORD, *_MINOR_WORD})}){WORD_END}(?!['’]s|\.\w)",
    re.IGNORECASE,
)
_SIGN_AFTER = re.compile(
    rf"{GAP}?(?P<code>[A-Z]{{3}}(?![A-Za-z])|(?:TL|RM|Dh|Dhs|Tk|SR|LE)\b|[€£₽₫元円₴₸]|\$(?![\d.])|zł|Kč|Ft\b|kr\b|RMB\b)"
)
_WEIGHT_FOLLOWS = re.compile(
    rf"(?:-|{GAP})f(?:ee|oo)t\b|-force\b|{GAP}(?:of(?!{GAP}(?:sterling|goods|exports|imports|trade))|per|an?{GAP}acre|in{GAP}weight)\b"
)
_WEIGHS = re.compile(r"\b(?:weigh\w*|bodyweight|payload|lifted|bench-press\w*|heavier|lighter)\b", re.IGNORECASE)
_BASIS = re.compile(r"\b(?:in|constant|current|real|at)\s\Z", re.IGNORECASE)
_REAL_WHAT = re.compile(rf"{GAP}(?:estate|time|life|world|medal|bars?|coins?)\b")
_RATE = re.compile(
    rf"(?:{GAP}(?:to|against|for){GAP}(?:the|one|1|each|a)|{GAP}?/|{GAP}per|{GAP}a|{GAP}to){GAP}?"
    rf"(?:(?P<adjective>{alternatives(_ADJECTIVES)}){GAP}?)?(?P<word>dollar|dlr|euro|pound|US\$|yen|yuan){WORD_END}",
    re.IGNORECASE,
)
_PRICE = re.compile(
    rf"(?:{GAP}?(?:-?an?-?|per|each|the){GAP}|/|-an?-|-per-)(?P<of>(?:\d{{1,3}}(?:-|{GAP})?)?(?:{alternatives(words_of('priced_unit'))})){WORD_END}",
    re.IGNORECASE,
)


_PARTNER = re.compile(r"\b(?:to|from|with|into)(?:\s+the)?\s+\Z")  # `sales to Mexico fell to 2 billion pesos`
_LEAD = 12  # characters


class Home:
    """How shared currency words and signs are read in one article."""

    def __init__(self, text: str, country: str | None = None, places: Sequence[tuple[int, str]] = ()) -> None:
        self._text = text
        self.country = country
        self._places = places
        self._starts = [start for start, _ in places]
        self._nationality: dict[tuple[str, ...], str | None] = {}
        self._yen: str | None = None

    def of_families(self, families: Iterable[str], written: str, at: int) -> Sense:
        """Choose among the currencies of one or several families, for what is written at an offset."""
        families = tuple(families)
        if written in {"$", "＄"}:
            return self._dollar(written)
        for country in self._countries_near(at):
            if code := next((code for family in families if (code := _BY_COUNTRY.get((family, country)))), None):
                return Sense(code, notes=(f"currency: {written!r} read as {code} by the place nearest to it",))
        if "yen" in families and "yuan" in families:
            return self._yen_or_yuan(written)
        row = _FAMILIES[families[0]]
        if not row.ambiguous:
            return Sense(row.default)
        if code := self._by_nationality(families):
            return Sense(code, notes=(f"currency: {written!r} read as {code} by a nationality the article names",))
        return Sense(row.default, notes=(f"currency: {written!r} is several countries' own, read as {row.default}",))

    def _dollar(self, written: str) -> Sense:
        """A bare ``$`` is that of the article's country, where its own newsrooms write it so; else that of the US."""
        own = _OF_COUNTRY.get(self.country or "")
        if own is None or "$" not in own.local:
            return Sense("USD", notes=() if self.country == "US" else (f"currency: {written!r} read as USD",))
        return Sense(own.code, notes=(f"currency: {written!r} read as {own.code} by the article's country",))

    def _countries_near(self, at: int) -> Iterator[str]:
        """Countries of the places around an offset, in its sentence, nearest before first; then the article's."""
        after = bisect_left(self._starts, at)
        for start, country in reversed(self._places[max(0, after - _NEAR_PLACES) : after]):
            if at - start > _FAR or _SENTENCE_END.search(self._text, start, at):
                break
            if not self._is_partner(start):
                yield country
        for start, country in self._places[after : after + 1]:
            if start - at < _FAR and not (self._is_partner(start) or _SENTENCE_END.search(self._text, at, start)):
                yield country
        if self.country:
            yield self.country

    def _is_partner(self, start: int) -> bool:
        return bool(self.country and _PARTNER.search(self._text, max(0, start - _LEAD), start))

    def _yen_or_yuan(self, written: str) -> Sense:
        if self._yen is None:
            yuan = len(re.findall(r"\b(?:yuan|RMB|renminbi|China|Chinese|Beijing)\b", self._text))
            yen = len(re.findall(r"\b(?:yen|Japan|Japanese|Tokyo)\b", self._text))
            self._yen = "CNY" if yuan > yen else "JPY"
        return Sense(self._yen, notes=(f"currency: {written!r} read as {self._yen} by the article's words",))

    def _by_nationality(self, families: tuple[str, ...]) -> str | None:
        """The currency of the nationality, of those that have one in the families, that the article names most."""
        if families not in self._nationality:
            named = Counter(
                {
                    row.code: self._times_named(row.adjectives)
                    for row in _CURRENCIES
                    if row.family in families and self._may_name(row.adjectives)
                }
            )
            code, times = next(iter(named.most_common(1)), ("", 0))
            self._nationality[families] = code if times else None
        return self._nationality[families]

    def _times_named(self, adjectives: tuple[str, ...]) -> int:
        """How often the article has one of them as a word; a pattern that begins with letters is found the fastest."""
        found = re.finditer(rf"(?:{alternatives(adjectives)})\b", self._text)
        return sum(1 for word in found if not _WORD_BEFORE.match(self._text, max(0, word.start() - 1), word.start()))

    def _may_name(self, adjectives: tuple[str, ...]) -> bool:
        """Whether the article has a word that one of them begins with, which is found faster than counted."""
        return any(adjective.partition(" ")[0] in self._text for adjective in adjectives)

    def of_symbol(self, symbol: str, at: int) -> Sense:
        """Read what stands before a figure, at an offset."""
        if symbol in _SHARED:
            codes = (_BY_COUNTRY.get((family, self.country or "")) for family in _SHARED[symbol])
            home = next((code for code in codes if code), None)
            if symbol not in {"$", "＄"} and home:
                return Sense(home, notes=(f"currency: {symbol!r} read as {home} by the article's country",))
            return self.of_families(_SHARED[symbol], symbol, at)
        code = _BY_SYMBOL.get(symbol)
        if code is None:
            return self.of_families(_WORD[symbol.lower()], symbol, at)
        for country in self._countries_near(at):
            own = _OF_COUNTRY.get(country)
            if own and symbol in (*own.symbols, *own.local):
                return Sense(own.code)
        return Sense(code)

    def of_word(self, adjective: str | None, word: str, at: int) -> Sense:
        """Read what stands after a figure, at an offset."""
        if word in CODES:
            return Sense(word)
        key = word.lower()
        minor = key in _MINOR_WORD and key not in _WORD
        families = (_MINOR_WORD if minor else _WORD)[key]
        sense = self._by_adjective(families, adjective, at) or self.of_families(families, word, at)
        if not minor:
            return sense
        return sense._replace(factor=THOUSANDTH if sense.code in _OF_THOUSANDTHS else HUNDREDTH)

    def _by_adjective(self, families: tuple[str, ...], adjective: str | None, at: int) -> Sense | None:
        name = _GAPS.sub(" ", adjective).lower() if adjective else ""
        code = next((code for family in families if (code := _BY_ADJECTIVE.get((family, name)))), None)
        if name == "cfa":  # of two unions
            near = (_BY_COUNTRY.get(("franc", country)) for country in self._countries_near(at))
            code = next((other for other in near if other in _CFA), code)
        return Sense(code) if code else None

    def uses(self, symbol: str) -> bool:
        """Whether the prefix is one of the article's own country."""
        own = _OF_COUNTRY.get(self.country or "")
        return own is not None and symbol in (own.code, *own.symbols, *own.local)


def read_money(text: str, numeral: Numeral, home: Home) -> Draft | None:
    """Read the amount of money, or the price or exchange rate, whose figure is ``numeral``.

    Args:
        text: The article.
        numeral: A figure of it.
        home: How the article's shared signs are read.

    Returns:
        The draft of a MONEY or QUANTITY mention, or None where no currency stands beside the figure.

    >>> from extractor.mentions.numerals import find_numerals
    >>> text = "worth RM12.5 bil in 2023"
    >>> draft = read_money(text, next(find_numerals(text)), Home(text))
    >>> text[draft.start:draft.end], draft.value, draft.unit
    ('RM12.5 bil', Decimal('12500000000.0'), 'MYR')
    """
    glued = numeral.start > 0 and text[numeral.start - 1].isalnum()
    draft = _before(text, numeral, home) or (None if glued else _after(text, numeral, home))
    return draft and _as_rate(text, draft, home)


def _before(text: str, numeral: Numeral, home: Home) -> Draft | None:
    prefix = _prefix(text, numeral.start)
    if prefix is None:
        return None
    symbol, start = prefix
    if symbol in _SHY and not (_looks_like_money(text, numeral) or home.uses(symbol)):
        return None
    sense = home.of_symbol(symbol, numeral.start)
    end = numeral.end
    if symbol == "Rp" and numeral.scale == 1 and re.fullmatch(r"\d{1,3}\.\d{3}", text[numeral.start : end]):
        numeral = numeral._replace(value=numeral.value * 1000, mantissa=numeral.mantissa * 1000)
    if sense.code in _OF_LAKHS and (lakh := _LAKH_SIGN.match(text, end)):
        numeral = _scaled(numeral, LAKH * (CRORE if lakh["crore"] else 1), lakh.end())
        end = numeral.end
    if numeral.scale == 1 and (letter := _SPACED_LETTER.match(text, end)):
        numeral = _scaled(numeral, GLUED_MAGNITUDES[letter[1]], letter.end())
        end = numeral.end
    if (again := _AFTER.match(text, end)) and (repeated := _repeated(symbol, sense, again, home)):
        sense, end = repeated, again.end()
    elif code := _SIGN_AFTER.match(text, end):
        end = code.end() if code["code"] == sense.code else end
    return Draft(Label.MONEY, start, end, numeral.value, sense.code, "symbol-before", numeral, notes=sense.notes)


def _scaled(numeral: Numeral, factor: Decimal, end: int) -> Numeral:
    return numeral._replace(value=numeral.value * factor, scale=factor, end=end)


def _repeated(symbol: str, sense: Sense, after: re.Match[str], home: Home) -> Sense | None:
    """The currency where its word follows as well (``$300 million pesos``), None where the word is another's."""
    word = after["word"].lower()
    shared = set(_SHARED.get(symbol, ())) & set(_WORD.get(word, ()))
    named = home.of_word(after["adjective"], word, after.start())
    return named if shared or (named.code == sense.code and named.factor == 1) else None


def _prefix(text: str, start: int) -> tuple[str, int] | None:
    """Find the longest currency sign that ends where the figure starts, at most one space away."""
    end = start
    while end > max(0, start - 2) and text[end - 1] in " \u00a0\u202f-−+":
        end -= 1
    if end == 0 or text[end - 1].isspace():
        return None
    for length in range(min(_LONGEST_PREFIX, end), 0, -1):
        at = end - length
        symbol = text[at:end]
        if symbol in _PREFIXES and not (symbol[0].isalnum() and at and (text[at - 1].isalnum() or text[at - 1] == "$")):
            glued = end == start
            if not glued and symbol[-1].isalpha() and text[end:start].strip(" \u00a0\u202f"):
                return None
            if " " in symbol and text[max(0, at - 4) : at].lower() == "the ":
                return symbol[-1], end - 1  # "the US $14.8bn" is what the country took
            return symbol, at
    return None


def _looks_like_money(text: str, numeral: Numeral) -> bool:
    thousands = text[numeral.core_end : numeral.end] in {"k", "K"}  # "the Y2K bug"
    return (numeral.scale > 1 and not thousands) or (numeral.grouped and text[numeral.start - 1] != " ")


def _after(text: str, numeral: Numeral, home: Home) -> Draft | None:
    if word := _AFTER.match(text, numeral.end):
        return _after_word(text, numeral, word, home)
    if sign := _SIGN_AFTER.match(text, numeral.end):
        return _after_sign(numeral, sign, home)
    return None


def _after_word(text: str, numeral: Numeral, match: re.Match[str], home: Home) -> Draft | None:
    if not _is_money_word(text, numeral, match) or _is_price_basis(text, numeral):
        return None
    sense = home.of_word(match["adjective"], match["word"], numeral.start)
    rule = "word-after" if sense.factor == 1 else "minor-unit-after"
    value = numeral.value * sense.factor
    return Draft(
        Label.MONEY, numeral.start, match.end(), value, sense.code, rule, numeral, sense.factor, notes=sense.notes
    )


def _after_sign(numeral: Numeral, match: re.Match[str], home: Home) -> Draft | None:
    sign = match["code"]
    if sign not in _PREFIXES or (sign in _SHY and sign != "kr" and numeral.scale == 1):
        return None
    sense = home.of_symbol(sign, numeral.start)
    return Draft(Label.MONEY, numeral.start, match.end(), numeral.value, sense.code, "code-after", numeral)


def _is_money_word(text: str, numeral: Numeral, match: re.Match[str]) -> bool:
    """Tell the money word from its homographs: ``5 pounds of sugar``, ``12 marks``, ``100 real estate firms``."""
    word, end = match["word"].lower(), match.end()
    if match["adjective"]:
        return True
    if word in {"p", "c", "¢"}:
        return match["word"] != "C" and numeral.written == "digits" and numeral.scale == 1 and end == numeral.end + 1
    if word in {"pound", "pounds"}:
        return not (_WEIGHT_FOLLOWS.match(text, end) or _WEIGHS.search(text, max(0, numeral.start - 60), end + 60))
    if word in _HOMOGRAPHS:
        exact = numeral.value != numeral.value.to_integral_value()  # "at 1.8234 marks"
        large = numeral.scale > 1 or ((numeral.value >= 100 or exact) and numeral.written == "digits")
        return large and _REAL_WHAT.match(text, end) is None
    return word != "ct"


def _is_price_basis(text: str, numeral: Numeral) -> bool:
    """Whether a year says whose prices are meant: ``in constant 2010 euros``."""
    return numeral.is_year_like and _BASIS.search(text, max(0, numeral.start - 16), numeral.start) is not None


def _as_rate(text: str, draft: Draft, home: Home) -> Draft:
    """Turn money into a price or an exchange rate where what it buys one of follows."""
    if price := _PRICE.match(text, draft.end):
        of = _GAPS.sub(" ", price["of"])
        return draft._replace(
            label=Label.QUANTITY, end=price.end(), unit=f"{draft.unit} per {of}", rule="price-per-unit"
        )
    if draft.numeral is not None and draft.numeral.scale == 1 and (rate := _RATE.match(text, draft.end)):
        word = rate["word"]
        other = home.of_symbol(word, draft.start) if "$" in word else home.of_word(rate["adjective"], word, draft.start)
        if other.code != draft.unit:
            return draft._replace(
                label=Label.QUANTITY, end=rate.end(), unit=f"{draft.unit} per {other.code}", rule="exchange-rate"
            )
    return draft
