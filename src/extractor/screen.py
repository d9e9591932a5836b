"""How facts look on a screen: tables an economist can read, and each slot beside the characters it came from."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from extractor.linking.candidates import passed_over
from extractor.records import Article, Bound, Document, Evidence, Fact, Mention, Period, Place, plain

_BOUNDS: dict[Bound, str] = {"exact": "", "about": "about ", "above": "over ", "below": "under "}
_UNITS = {"percent": "%", "percentage_point": " points", "fold": "-fold"}
_SCALES = ((Decimal(10) ** 12, " trn"), (Decimal(10) ** 9, " bn"), (Decimal(10) ** 6, " mln"))
_NOT_A_TERMINAL = 150  # columns of a table that goes to a file or a pipe


class _Screen(Console):
    """A console that falls silent when nobody reads on, so that ``extract ... | head`` still writes its files."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def console() -> Console:
    """Return a console that writes wide where it is not a terminal."""
    made = _Screen(highlight=False)
    if not made.is_terminal:
        made.width = max(made.width, _NOT_A_TERMINAL)
    return made


# ── values in words ─────────────────────────────────────────────────────────────────────────────


def figure(
    value: Decimal, unit: str, *, high: Decimal | None = None, bound: Bound = "exact", signed: bool = False
) -> str:
    """Write a figure as a reader would, exact to the last digit.

    >>> figure(Decimal("7960000000"), "CNY"), figure(Decimal("5"), "percent", high=Decimal("7"), bound="about")
    ('7.96 bn CNY', 'about 5 to 7%')
    """
    if unit == "rank":
        return f"no. {_number(value)}"
    upper = "" if high is None else f" to {_number(high)}"
    plus = "+" if signed and value > 0 else ""
    return f"{_BOUNDS[bound]}{plus}{_number(value)}{upper}{_UNITS.get(unit, f' {unit}')}"


def _number(value: Decimal) -> str:
    for scale, name in _SCALES:
        if abs(value) >= scale and (scaled := plain(value / scale)) * scale == value:
            return f"{scaled:,f}{name}"
    return f"{value:,f}"


def days(period: Period | None) -> str:
    """Write a period as briefly as its days allow.

    >>> days(Period(start="2023-01-01", end="2023-12-31")), days(Period(start="2023-01-01", end="2023-11-30"))
    ('2023', '2023-01 to 2023-11')
    """
    if period is None:
        return ""
    start, end = period.start, period.end
    if start == end:
        return start.isoformat()
    if start.day != 1 or (end + timedelta(days=1)).day != 1:
        return f"{start} to {end}"
    if (start.month, end.month) == (1, 12):
        return f"{start:%Y}" if start.year == end.year else f"{start:%Y} to {end:%Y}"
    return f"{start:%Y-%m}" if (start.year, start.month) == (end.year, end.month) else f"{start:%Y-%m} to {end:%Y-%m}"


def _place(place: Place | None) -> str:
    return place.name if place else ""


def _slots(fact: Fact) -> dict[str, str]:
    """Every slot in words, empty where it is not filled."""
    base, whole = fact.base, fact.whole
    return {
        "value": _value(fact),
        "equivalents": "; ".join(figure(e.value, e.unit, bound=e.bound) for e in fact.equivalents),
        "measure": fact.measure,
        "indicator": fact.indicator + (f" ({fact.indicator_text})" if fact.indicator_text else ""),
        "place": _place(fact.place),
        "partners": "; ".join(map(_place, fact.partners)),
        "commodity": fact.commodity or "",
        "segment": fact.segment or "",
        "period": days(fact.period),
        "base": " ".join(filter(None, (base.kind, days(base.period)))) if base else "",
        "whole": " of ".join(filter(None, (whole.indicator, _place(whole.place)))) if whole else "",
        "among": fact.among or "",
        "source": fact.source or "",
        "status": "" if fact.status == "actual" else fact.status,
    }


def _value(fact: Fact) -> str:
    moves = fact.measure in {"growth", "change", "gap", "contribution"} and fact.unit != "fold"
    return figure(fact.value, fact.unit, high=fact.value_high, bound=fact.bound, signed=moves)


# ── tables ──────────────────────────────────────────────────────────────────────────────────────


def facts_table(document: Document) -> RenderableType:
    """Lay out the facts of a document, a line each, under its name, date and headline."""
    day = document.published or document.reference
    head = " · ".join(filter(None, (document.doc_id, day.isoformat() if day else None, document.title)))
    table = Table(box=None, pad_edge=False, header_style="dim", show_edge=False)
    for name in ("place", "indicator", "measure", "period"):
        table.add_column(name, overflow="fold", max_width=36)
    table.add_column("value", justify="right", overflow="fold", style="bold")
    table.add_column("more", overflow="fold")
    for fact in document.facts:
        slots = _slots(fact)
        more = [slots["commodity"], slots["segment"], *_named(slots)]
        row = (slots["place"], fact.indicator_text or fact.indicator, fact.measure, slots["period"], slots["value"])
        table.add_row(*map(Text, row), Text(", ".join(filter(None, more))))
    body: RenderableType = table if document.facts else Text("no facts", style="dim")
    return Group(Text(head, style="bold cyan"), Padding(body, (0, 0, 1, 2), expand=False))


def _named(slots: dict[str, str]) -> Iterator[str]:
    for slot, words in (
        ("partners", "with {}"),
        ("equivalents", "= {}"),
        ("base", "against {}"),
        ("whole", "of {}"),
        ("among", "among {}"),
        ("status", "{}"),
        ("source", "says {}"),
    ):
        if slots[slot]:
            yield words.format(slots[slot])


def explained(article: Article, document: Document) -> Iterator[RenderableType]:
    """Show a fact at a time: its sentence with the value marked, every slot, what put it there, and what lost."""
    lost = passed_over(article, document)
    if not document.facts:
        yield Rule(f"{document.doc_id}: no facts", align="left", style="cyan")
    for number, fact in enumerate(document.facts, 1):
        yield Rule(f"{document.doc_id}: fact {number} of {len(document.facts)}", align="left", style="cyan")
        yield Padding(_sentence(article.text, fact), (0, 0, 1, 0), expand=False)
        table = Table(box=None, pad_edge=False, header_style="dim")
        for name in ("slot", "value", "said by the characters", "put there by", "passed over"):
            table.add_column(name, overflow="fold")
        others = lost.get(fact.id, ())
        for slot, words in _slots(fact).items():
            evidence = fact.evidence.get(slot)
            candidates = "; ".join(other.text for other in others if other.slot == slot)
            if words or evidence or candidates:
                by = (evidence and evidence.by) or ""
                said = _characters(article.text, evidence)
                table.add_row(slot, Text(words), said, by, Text(candidates, style="dim"))
        yield Padding(table, (0, 0, 1, 2), expand=False)
    if unlinked := list(_unlinked(document)):
        yield Rule(f"{document.doc_id}: figures that became no fact", align="left", style="cyan")
        yield Padding(Text("\n".join(f"{m.start}-{m.end} {m.text}" for m in unlinked)), (0, 0, 1, 2), expand=False)


def _unlinked(document: Document) -> Iterator[Mention]:
    """Figures no fact is told of, nor any equivalent."""
    slots = [(slot, evidence) for fact in document.facts for slot, evidence in fact.evidence.items()]
    spans = {(told.start, told.end) for slot, told in slots if slot.startswith(("value", "equivalents"))}
    return (mention for mention in document.mentions if mention.is_value and (mention.start, mention.end) not in spans)


def _sentence(text: str, fact: Fact) -> Text:
    sentence, value = fact.evidence["sentence"], fact.evidence["value"]
    start, end = sentence.start or 0, len(text) if sentence.end is None else sentence.end
    shown = Text(text[start:end])
    if value.start is not None and value.end is not None:
        shown.stylize("bold reverse", value.start - start, value.end - start)
    return shown


def _characters(text: str, evidence: Evidence | None) -> Text:
    if evidence is None or evidence.start is None or evidence.end is None:
        return Text("")
    span = Text(f"{evidence.start}-{evidence.end} ", style="dim")
    return span.append(text[evidence.start : evidence.end], style="not dim")


# ── checks ──────────────────────────────────────────────────────────────────────────────────────

_SIGNS = {  # of a check: what its two sides are, and how they should stand to one another
    "sum": "exports and imports = trade",
    "balance": "exports less imports = balance",
    "growth": "growth the levels give = growth told, %",
    "share": "share the levels give = share told, %",
    "exchange-rate": "rate of the first pair = rate of this",
    "told-twice": "told first = told again",
    "shares-of-one-whole": "shares together ≤ 100%",
    "part": "part ≤ whole",
    "period": "shorter period ≤ longer",
    "rank": "ranked behind ≤ ranked before",
}


def checked(document: Document, *, off_only: bool = False) -> Iterator[RenderableType]:
    """Show the checks of a document: the two sides, the verdict, and the facts they compare.

    Args:
        document: As extracted.
        off_only: Whether to leave out what holds.
    """
    facts = {fact.id: fact for fact in document.facts}
    shown = [check for check in document.checks if check.verdict == "off" or not off_only]
    yield Rule(f"{document.doc_id} · {_checks_in_words(document)}", align="left")
    for check in shown:
        apart = abs(check.left - check.right)
        verdict = Text("holds", "green") if check.verdict == "holds" else Text(f"off by {_number(apart)}", "bold red")
        sides = f" {check.name}: {_SIGNS[check.name]}: {_number(check.left)} and {_number(check.right)}"
        yield Text.assemble(verdict, sides, f" (to {_number(check.tolerance)})")
        for fact in map(facts.__getitem__, check.facts):
            filled = {name: words for name, words in _slots(fact).items() if words}
            told = ", ".join(filled[name] for name in _TOLD_OF_A_CHECK if name in filled)
            yield Padding(Text(told), (0, 0, 0, 4))


_TOLD_OF_A_CHECK = ("value", "measure", "indicator", "place", "partners", "commodity", "segment", "period", "base")


def _checks_in_words(document: Document) -> str:
    off = sum(check.verdict == "off" for check in document.checks)
    if not document.checks:
        return "nothing to check"
    return f"{'1 check' if len(document.checks) == 1 else f'{len(document.checks)} checks'}, {off} off"
