"""What area an article is about: whose figures are meant where nothing says whose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from extractor.gazetteer import Demonym, gazetteer
from extractor.lexicons import rows
from extractor.linking.discourse import country_of, is_dateline
from extractor.linking.senses import BOX_UNITS, TRADE
from extractor.linking.trade_roles import told_role
from extractor.mentions.money import countries_of
from extractor.phrases import Item, Phrase, Sentence
from extractor.phrases.items import INDICATOR, PLACE, VALUE, WORD, places_of
from extractor.phrases.roles import words_for
from extractor.records import Article, Label, Mention, Place

_HEADLINE, _OWNER, _DATELINE, _TELLER, _NAMED, _COUNTERPART = 3, 3, 2, 2, 1, 2
_OFTEN = 3  # times an article counts in a currency that is its own
_FAR_PREPS = words_for("far-prep")
_OFFICES = words_for("speaker")


def _area_of(place: Place) -> str:
    """A country is one area, whatever it was called: ``West Germany``."""
    return f"country:{place.country}" if place.kind == "country" else place.id


class _Areas:
    """The areas an article names, how much speaks for each, and where each is first named."""

    def __init__(self) -> None:
        self.weights: Counter[str] = Counter()
        self.first: dict[str, Mention] = {}
        self.owners: set[str] = set()  # of figures of the body
        self.handling: set[str] = set()  # ports and airports whose cargo the lead tells

    def add(self, mention: Mention, weight: int) -> None:
        """Let a mention speak for its place."""
        if mention.place:
            area = _area_of(mention.place)
            if area not in self.first or (self.first[area].nominal and not mention.nominal):
                self.first[area] = mention
            self.weights[area] += weight

    def heaviest(self, *, before: int) -> Mention | None:
        """The area most speaks for, of those named before a place in the text unless much more speaks for another."""
        areas = [area for area, weight in self.weights.items() if weight > 0 and self._can_be_main(area)]
        most = max((self.weights[area] for area in areas), default=0)
        early = [area for area in areas if self.first[area].start <= before and 2 * self.weights[area] >= most]
        best = max(
            early or areas,
            key=lambda area: (
                self.weights[area],
                not _is_group(self.first[area]),
                _is_country(self.first[area]),
                -self.first[area].start,
            ),
            default=None,
        )
        return self.first[best] if best else None

    def _can_be_main(self, area: str) -> bool:
        place = self.first[area].place
        return place is not None and (place.kind != "airport" or area in self.handling)


def main_area(article: Article, mentions: Sequence[Mention], sentences: Sequence[Sentence]) -> Mention | None:
    """The area an article is about, None where it names none.

    The headline counts most, then areas whose figures are told (``Kenya's exports``), then the country somebody wrote
    from, then places merely named; a counterpart is what it is. The earliest wins where two are even.

    Args:
        article: The article as read.
        mentions: All its mentions.
        sentences: All its sentences.
    """
    title_end = article.title_end
    areas = _Areas()
    far = {*_counterparts(sentences), *_partners_of_headline(sentences, title_end)}
    far |= {m.start for m in mentions if m.start < title_end and m.rule != "demonym" and _is_the_gap(article.text, m)}
    if len(_FIRST_PERSON.findall(article.text)) >= _OFTEN:
        _weigh_people(areas, article)
        far |= set(_abroad(mentions, far))
    for mention in mentions:
        if mention.place is None:
            continue
        if is_dateline(article.text, mention):
            areas.add(mention.model_copy(update={"place": country_of(mention.place), "nominal": True}), _DATELINE)
            continue
        is_told = mention.start < title_end and (not mention.nominal or mention.rule == "demonym")
        areas.add(mention, 0 if mention.start in far else _HEADLINE if is_told else _NAMED)
    for teller in _tellers(sentences):
        areas.add(teller, _TELLER)
    _weigh_phrases(areas, sentences, title_end, far)
    end_of_lead = _end_of_lead(sentences, title_end)
    _weigh_ports(areas, sentences, (title_end, end_of_lead))
    main = areas.heaviest(before=end_of_lead)
    main = _or_its_country(main, areas, end_of_lead) if main else None
    return _of_currency(main, areas, mentions) or main


def _of_currency(main: Mention | None, areas: _Areas, mentions: Sequence[Mention]) -> Mention | None:
    """The country whose own money an article counts in, where it does not count in that of the main area.

    Money of many countries, as dollars and euros are, tells nothing.
    """
    counted = Counter(mention.unit or "" for mention in mentions if mention.label is Label.MONEY)
    home = main.place.country if main and main.place else None
    if (main and home is None) or any(home in countries_of(code) for code in counted):
        return None
    own = [code for code, times in counted.most_common() if times >= _OFTEN and len(countries_of(code)) == 1]
    if not own:
        return None
    country = countries_of(own[0])[0]
    inside = [area for area, mention in areas.first.items() if mention.place and mention.place.country == country]
    if inside:
        return areas.first[max(inside, key=lambda area: (_is_country(areas.first[area]), areas.weights[area]))]
    entry, money = gazetteer().by_id(f"country:{country}"), next(m for m in mentions if m.unit == own[0])
    if entry is None:
        return None
    return money.model_copy(update={"place": Place(name=entry.name, kind="country", country=country, id=entry.id)})


def _counterparts(sentences: Sequence[Sentence]) -> Iterator[int]:
    """Where places begin that a preposition makes a counterpart, ``to Germany``, outside any phrase."""
    for sentence in sentences:
        before = ""
        for at, item in enumerate(sentence.items):
            is_owner = at + 1 < len(sentence.items) and sentence.items[at + 1].lower == "'s"
            if item.kind == PLACE and before in _FAR_PREPS and not is_owner:
                yield item.start
            if item.lower == "us" and (seller := _seller_to_us(sentence.items, at)):
                yield seller.start
            before = before if item.kind == "det" else item.lower
        role = told_role(sentence)
        is_told = role is not None and (role.owner is not None or role.is_possessive)
        yield from (partner.start for partner in role.partners) if role and is_told else ()


def _seller_to_us(items: Sequence[Item], us: int) -> Mention | None:
    """``Vietnam alone sold us $114 billion``: who sells to those who write is no area they write about."""
    before = items[max(0, us - _NEAR) : us]
    is_sold = bool(before) and before[-1].kind in {WORD, INDICATOR} and not before[-1].mention
    places = [item.mention for item in before if item.kind == PLACE]
    places += [item.phrase.owner for item in before if item.phrase and item.phrase.owner]
    return places[-1] if is_sold and places else None


def _tellers(sentences: Sequence[Sentence]) -> Iterator[Mention]:
    """``Poland's statistics office said``, ``according to the Turkish ministry``: the countries whose offices speak."""
    for sentence in sentences:
        items = sentence.items
        for at, item in enumerate(items):
            if item.kind != PLACE or not item.mention or not _is_country(item.mention):
                continue
            after = at + 1 + (at + 1 < len(items) and items[at + 1].lower == "'s")
            while after < min(len(items), at + _NEAR) and items[after].kind == WORD:
                after += 1
            is_office = items[after - 1].kind == WORD and items[after - 1].lower in _OFFICES
            is_said = after < len(items) and items[after].kind == "say"
            before = next((one for one in reversed(items[:at]) if one.kind != "det"), None)
            if is_office and (is_said or (before and before.kind in {"say", "according"})):
                yield item.mention


def _weigh_people(areas: _Areas, article: Article) -> None:
    """``Americans have been told``: where the writer says *we* and *our*, the people named are the writer's own."""
    for found in _peoples().finditer(article.text):
        entry = gazetteer().by_id(_PEOPLES[found.group()])
        if entry:
            place = Place(name=entry.name, kind=entry.kind, country=entry.country or None, id=entry.id)
            mention = Mention(
                label=Label.PLACE, start=found.start(), end=found.end(), text=found.group(), rule="people", place=place
            )
            areas.add(mention, _OWNER)


def _abroad(mentions: Sequence[Mention], far: set[int]) -> Iterator[int]:
    """Where adjectives and towns of the countries *we* trade with begin: ``Chinese goods``, ``Beijing bought``."""
    countries = {m.place.country for m in mentions if m.place and m.start in far and m.place.kind == "country"}
    for mention in mentions:
        place = mention.place
        if place and place.country in countries and (mention.rule == "demonym" or place.kind != "country"):
            yield mention.start


_NEAR = 5  # items
_FIRST_PERSON = re.compile(r"\b(?:we|We|our|Our|us)\b")
_PEOPLES = {
    f"{row.word}s": row.place
    for row in rows("demonyms.tsv", Demonym)
    if row.word.endswith(("an", "on")) and row.place.startswith("country:")
}


@cache
def _peoples() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(_PEOPLES))})\b")


def _partners_of_headline(sentences: Sequence[Sentence], title_end: int) -> Iterator[int]:
    """Where counterparts of a headline's phrases begin: ``What we get wrong about the deficit with China``."""
    for sentence in sentences:
        if sentence.start >= title_end:
            return
        for item in sentence.items:
            yield from (partner.start for partner in item.phrase.partners) if item.phrase else ()


def _is_the_gap(text: str, mention: Mention) -> bool:
    """``The China gap``: with an article, a place before a balance is whom it is with."""
    before, after = text[max(0, mention.start - _SHORT) : mention.start], text[mention.end : mention.end + 3 * _SHORT]
    return before.lower().endswith(("the ", "our ")) and _BALANCE.match(after) is not None


_SHORT = 6  # characters
_BALANCE = re.compile(rf"\s(?:trade\s)?(?:{'|'.join(sorted(words_for('bare-balance')))})\b", re.IGNORECASE)


def _weigh_ports(areas: _Areas, sentences: Sequence[Sentence], lead: tuple[int, int]) -> None:
    """Cargo is that of the port the lead tells it of, and so is the town in its name: ``operator of the Port of X``."""
    title_end, end_of_lead = lead
    is_told = any(mention.start < title_end and _is_port(mention.place) for mention in areas.first.values())
    for sentence in sentences:
        if sentence.start >= end_of_lead:
            return
        named = (item.phrase.owner if item.phrase else item.mention for item in sentence.items)
        port = next((mention for mention in named if mention and _is_port(mention.place)), None)
        is_of_cargo = any(_tells_cargo(item) for item in sentence.items)
        if port and port.place and is_of_cargo:
            inside = [m.place for m in areas.first.values() if m.place and m.place.name in port.place.name]
            areas.add(port, 0 if is_told else _OWNER + sum(areas.weights[_area_of(place)] for place in inside))
            areas.handling.add(_area_of(port.place))
            return


def _is_port(place: Place | None) -> bool:
    return place is not None and place.kind in {"port", "airport"}


def _tells_cargo(item: Item) -> bool:
    in_boxes = item.mention is not None and item.mention.unit in BOX_UNITS
    return in_boxes or (item.phrase is not None and item.phrase.indicator == "throughput")


def _weigh_phrases(areas: _Areas, sentences: Sequence[Sentence], title_end: int, far: set[int]) -> None:
    for sentence in sentences:
        for item in sentence.items:
            if item.phrase is None:
                continue
            owner = item.phrase.owner
            if owner and owner.place and owner.start not in far:
                areas.add(owner, _OWNER)
                if owner.start >= title_end:
                    areas.owners.add(_area_of(owner.place))
            for partner in item.phrase.partners:
                if partner.place and _area_of(partner.place) in areas.weights:
                    areas.weights[_area_of(partner.place)] -= _COUNTERPART


def _or_its_country(main: Mention, areas: _Areas, end_of_lead: int) -> Mention:
    """A place inside a country gives way to it where only the country's figures are told, or where it comes up late.

    A border crossing gives way to its province: what passes there is traded by those around it.
    """
    if main.place is None:
        return main
    province, country = f"subdivision:{main.place.subdivision}", f"country:{main.place.country}"
    if main.place.kind == "crossing" and province in areas.owners:
        return areas.first[province]
    if country not in areas.first:
        return main
    is_told = country in areas.owners and _area_of(main.place) not in areas.owners  # "Manila's gap" is the Philippines'
    return areas.first[country] if is_told or main.start > end_of_lead else main


def _end_of_lead(sentences: Sequence[Sentence], title_end: int) -> int:
    """One past the second sentence of the body that tells a figure: what comes up later is not what it is about."""
    told = [s for s in sentences if s.start >= title_end and any(item.kind == VALUE for item in s.items)]
    return told[1].end if len(told) > 1 else told[0].end if told else title_end


def _is_country(mention: Mention) -> bool:
    return mention.place is not None and mention.place.kind == "country"


def _is_group(mention: Mention) -> bool:
    return mention.place is not None and mention.place.kind == "group"


def counterpart_of(article: Article, sentences: Sequence[Sentence], main: Mention | None) -> Mention | None:
    """Whom an article is about trade with: the one counterpart of its first trade phrase, if the headline names both.

    Args:
        article: The article as read.
        sentences: All its sentences.
        main: The area it is about.
    """
    end = article.title_end
    if main is None or main.place is None or not end:
        return None
    lead = next((flows for s in sentences if s.start >= end and (flows := _trade_phrases(s))), [])
    told = [mention for mention in lead[0].partners if mention.place] if lead else []
    if len(told) != 1 or any(not phrase.partners for phrase in lead):
        return None
    partners = Counter(m.place.id for s in sentences for m in _partners_told(s) if m.place)
    if told[0].place is None or 2 * partners[told[0].place.id] < partners.total():
        return None  # the first of several whom it tells of
    headline = {m.place.id for s in sentences if s.start < end for item in s.items for m in places_of(item) if m.place}
    return told[0] if told[0].place and {told[0].place.id, main.place.id} <= headline else None


def _partners_told(sentence: Sentence) -> Iterator[Mention]:
    """Counterparts of its trade phrases, and places that buy or supply: ``Tanzania bought goods worth``."""
    for phrase in _trade_phrases(sentence):
        yield from phrase.partners
    for before, item in pairwise(sentence.items):
        if before.kind == PLACE and before.mention and item.lower in _DEALING:
            yield before.mention


_DEALING = words_for("partner-buys") | words_for("partner-sells")


def _trade_phrases(sentence: Sentence) -> list[Phrase]:
    return [item.phrase for item in sentence.items if item.phrase and item.phrase.indicator in TRADE]
