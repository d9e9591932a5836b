"""Equations: two sides that should be equal, to the digits printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import reduce

from extractor.checks.figures import VAGUE, Figure, Told, compare, doubted, same, unknown
from extractor.checks.levels import Alike, Key, Levels, key_of, told_with
from extractor.records import Check
from extractor.units import standard

_PERCENT = Decimal(100)
_ONE_FIGURE = Decimal("0.25")  # figures farther apart are hardly one figure told twice
_MOVES = {"growth": {"percent", "fold"}, "change": None}  # measures that lead from one level to another, in which units


# ── exports, imports and what they make ─────────────────────────────────────────────────────────


def sums(alike: Alike) -> Iterator[Check]:
    """Exports and imports make the trade; so do they with re-exports, where these are counted apart."""
    for (subject, indicator), trade in alike.items():
        exports, again, imports = (alike.get((subject, flow)) for flow in ("exports", "re_exports", "imports"))
        if indicator == "trade" and exports and imports:
            check = _made("sum", Figure.plus, [exports, imports], trade)
            if check.verdict == "off" and again:
                with_again = _made("sum", Figure.plus, [exports, again, imports], trade)
                check = with_again if with_again.verdict == "holds" else check
            yield check


def balances(alike: Alike) -> Iterator[Check]:
    """The balance is exports less imports."""
    for (subject, indicator), balance in alike.items():
        exports, imports = (alike.get((subject, flow)) for flow in ("exports", "imports"))
        if indicator == "trade_balance" and exports and imports:
            yield _made("balance", Figure.minus, [exports, imports], balance)


_Side = list[tuple[Key, Told]]  # one thing, told in one unit or in several


def _made(name: str, make: Callable[[Figure, Figure], Figure], of: list[_Side], whole: _Side) -> Check:
    """Parts and what they make, in the first unit that all are told in, their own before that of an equivalent."""
    told = [{unit: one for _, one in reversed(side) for unit in reversed(_in_units(one))} for side in (*of, whole)]
    shared = [unit for unit in told[-1] if all(unit in side for side in told)]
    if not shared:
        return unknown(name, [side[0][1] for side in (*of, whole)], "they are told in different units")
    unit = min(shared, key=lambda unit: sum(standard(side[unit].fact.unit) != unit for side in told))
    facts = [side[unit] for side in told]
    *parts, result = (_in_units(one)[unit] for one in facts)
    return compare(name, facts, reduce(make, parts), result)


def _in_units(one: Told) -> dict[str, Figure]:
    """A level in its own unit and in those of its equivalents."""
    others = zip(one.fact.equivalents, one.equivalents, strict=True)
    return {standard(one.fact.unit): one.figure} | {other.unit: figure for other, figure in others}


# ── levels and what leads from one to another ───────────────────────────────────────────────────


def growths(facts: Sequence[Told], levels: Levels, alike: Alike) -> Iterator[Check]:
    """A level and its growth, or its change, give the level of the base period."""
    for move in facts:
        fact = move.fact
        base = fact.base.period if fact.base else None
        units = _MOVES.get(fact.measure, set())
        if base is None or (units is not None and fact.unit not in units):
            continue
        found = []
        for key, level in told_with(move, alike):
            given = _before(move, level)
            before = levels.get((key._replace(period=(base.start, base.end)), fact.indicator))
            if given is not None and before is None:
                found.append(unknown(fact.measure, (level, move), "the level before is not told", given))
            elif (
                given is not None
                and before is not None
                and before is not level
                and _is_of_one_sign(given, before.figure)
            ):
                found.append(compare(fact.measure, (level, move, before), given, before.figure))
        yield from _settled(found)


def _before(move: Told, level: Told) -> Figure | None:
    """The level that a move started from."""
    fact, moved = move.fact, move.figure
    if fact.measure == "change":  # a deficit that widened by 1 billion is larger by it, which is less
        moved = moved.times(Decimal(-1)) if level.figure.value < 0 else moved
        return level.figure.minus(moved) if fact.unit == level.fact.unit else None
    times = moved if fact.unit == "fold" else moved.times(1 / _PERCENT).plus(Figure(Decimal(1)))
    if fact.unit == "fold" and fact.value < 1:  # what more than halved is less than half
        times = times._replace(less=times.more, more=times.less)
    return level.figure.over(times) if times.value > 0 else None


def _is_of_one_sign(given: Figure, told: Figure) -> bool:
    """Whether a balance has kept its sign: a surplus that has turned into a deficit has not grown."""
    return given.value * told.value >= 0


def shares(facts: Sequence[Told], levels: Levels, alike: Alike) -> Iterator[Check]:
    """A part and its share give the whole."""
    for share in facts:
        fact = share.fact
        if fact.measure != "share" or fact.unit != "percent" or fact.value <= 0:
            continue
        if fact.whole is None or fact.whole.place is None or fact.period is None:
            continue
        found = []
        for key, part in told_with(share, alike):
            given = part.figure.over(share.figure.times(1 / _PERCENT))
            of_all = key._replace(place=fact.whole.place.id, partners=(), commodity=None, segment=None)
            whole = levels.get((of_all, fact.whole.indicator))
            if whole is None or whole is part:
                found.append(unknown("share", (part, share), "the whole is not told", given))
            else:
                found.append(compare("share", (part, share, whole), given, whole.figure))
        yield from _settled(found)


def _settled(found: list[Check]) -> list[Check]:
    """Of a rate that may be of several levels (value and volume) what holds; all in doubt where nothing does."""
    if len(found) < 2:
        return found
    holding = [check for check in found if check.verdict == "holds"]
    why = "it may be the rate of either of two levels"
    return holding or [doubted(check, why) for check in found if check.right is not None]


# ── what is told again ──────────────────────────────────────────────────────────────────────────


def told_twice(facts: Sequence[Told]) -> Iterator[Check]:
    """What another sentence tells of the same thing again agrees with what was told first."""
    first: dict[tuple[object, ...], Told] = {}
    for again in facts:
        fact = again.fact
        if fact.indicator == "other" or fact.period is None or fact.place is None:
            continue
        before = first.setdefault(_thing(again), again)
        if before.sentence != again.sentence:
            yield _same(before, again)


def _same(before: Told, again: Told) -> Check:
    check = same("told-twice", (before, again), before.figure, again.figure)
    if check.why == VAGUE:  # over 75 and 77.15 agree
        return check.model_copy(update={"verdict": "holds", "why": None})
    return doubted(check, "they may be of different things") if _far(check) else check


def _thing(one: Told) -> tuple[object, ...]:
    """All that two facts share that tell the same thing."""
    fact = one.fact
    base = fact.base and (fact.base.kind, fact.base.period and fact.base.period.timex)
    whole = fact.whole and (fact.whole.indicator, fact.whole.place and fact.whole.place.id)
    return fact.measure, fact.indicator, fact.status, fact.among, base, whole, key_of(fact)


def _far(check: Check) -> bool:
    """Whether two figures are too far apart for a misprint or a revision: the rules may have missed what differs."""
    if check.verdict != "off" or check.left is None or check.right is None:
        return False
    most = max(abs(check.left), abs(check.right))
    return abs(abs(check.left) - abs(check.right)) > _ONE_FIGURE * most
