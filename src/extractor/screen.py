"""How facts look on a screen: tables an economist can read, and each slot beside the characters it came from."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from extractor.linking.candidates import passed_over
from extractor.printable import on_its_lines, on_one_line
from extractor.records import Article, Check, Document, Evidence, Fact, Mention, Verdict
from extractor.series import CheckBetween, Observation, Value
from extractor.wording import more, sides, slots, verdict

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


def _text(words: str, style: str = "") -> Text:
    """What an article brings, as its name, in one line: neither markup nor codes of a terminal."""
    return Text(on_one_line(words), style=style)


def _phrase(words: str, style: str = "") -> Text:
    """Words of an article in one line, wherever its own lines end."""
    return _text(" ".join(words.split()), style)


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
        told = slots(fact)
        row = (told["place"], fact.indicator_text or fact.indicator, fact.measure, told["period"], told["value"])
        table.add_row(*map(_phrase, row), _phrase(more(told)))
    body: RenderableType = table if document.facts else Text("no facts", style="dim")
    return Group(_text(head, style="bold cyan"), Padding(body, (0, 0, 1, 2), expand=False))


def explained(article: Article, document: Document) -> Iterator[RenderableType]:
    """Show a fact at a time: its sentence with the value marked, every slot, what put it there, and what lost."""
    lost = passed_over(article, document)
    if not document.facts:
        yield _headed(f"{document.doc_id}: no facts", style="cyan")
    for number, fact in enumerate(document.facts, 1):
        yield _headed(f"{document.doc_id}: fact {number} of {len(document.facts)}", style="cyan")
        yield Padding(_sentence(article.text, fact), (0, 0, 1, 0), expand=False)
        table = Table(box=None, pad_edge=False, header_style="dim")
        for name in ("slot", "value", "said by the characters", "put there by", "passed over"):
            table.add_column(name, overflow="fold")
        others = lost.get(fact.id, ())
        for slot, words in slots(fact).items():
            evidence = fact.evidence.get(slot)
            candidates = "; ".join(other.text for other in others if other.slot == slot)
            if words or evidence or candidates:
                by = (evidence and evidence.by) or ""
                said = _characters(article.text, evidence)
                table.add_row(slot, _phrase(words), said, _text(by), _phrase(candidates, "dim"))
        yield Padding(table, (0, 0, 1, 2), expand=False)
        if found := document.checks_of(fact):
            yield Padding(Group(*map(_line, found)), (0, 0, 1, 2), expand=False)
    if unlinked := list(_unlinked(document)):
        yield _headed(f"{document.doc_id}: figures that became no fact", style="cyan")
        figures = Text("\n").join(_phrase(f"{figure.start}-{figure.end} {figure.text}") for figure in unlinked)
        yield Padding(figures, (0, 0, 1, 2), expand=False)


def _headed(words: str, style: str = "rule.line") -> Rule:
    return Rule(_text(words, style="rule.text"), align="left", style=style)


def _unlinked(document: Document) -> Iterator[Mention]:
    """Figures no fact is told of, nor any equivalent."""
    said = [(slot, evidence) for fact in document.facts for slot, evidence in fact.evidence.items()]
    spans = {(told.start, told.end) for slot, told in said if slot.startswith(("value", "equivalents"))}
    return (mention for mention in document.mentions if mention.is_value and (mention.start, mention.end) not in spans)


def _sentence(text: str, fact: Fact) -> Text:
    sentence, value = fact.evidence["sentence"], fact.evidence["value"]
    start, end = sentence.start or 0, len(text) if sentence.end is None else sentence.end
    if value.start is None or value.end is None:
        return Text(on_its_lines(text[start:end]))
    spans = ((start, value.start), (value.start, value.end), (value.end, end))
    before, figure, after = (on_its_lines(text[first:last]) for first, last in spans)
    return Text.assemble(before, (figure, "bold reverse"), after)


def _characters(text: str, evidence: Evidence | None) -> Text:
    if evidence is None or evidence.start is None or evidence.end is None:
        return Text("")
    span = Text(f"{evidence.start}-{evidence.end} ", style="dim")
    return span.append(on_its_lines(text[evidence.start : evidence.end]), style="not dim")


# ── checks ──────────────────────────────────────────────────────────────────────────────────────


def checked(document: Document, *, off_only: bool = False) -> Iterator[RenderableType]:
    """Show the checks of a document: the two sides, the verdict, and the facts they compare.

    Args:
        document: As extracted.
        off_only: Whether to leave out what holds.
    """
    facts = {fact.id: fact for fact in document.facts}
    shown = [check for check in document.checks if check.verdict == "off" or not off_only]
    if off_only and not shown:
        return
    yield _headed(f"{document.doc_id} · {_checks_in_words(document.checks)}")
    for check in shown:
        yield _line(check)
        for fact in map(facts.__getitem__, check.facts):
            yield _compared(check, fact)


def checked_between(found: Sequence[CheckBetween], *, off_only: bool = False) -> Iterator[RenderableType]:
    """Show the checks between articles, with the articles whose figures they compare."""
    yield _headed(f"between the articles · {_checks_in_words([one.check for one in found])}")
    for one in found:
        if off_only and one.check.verdict != "off":
            continue
        yield _line(one.check)
        for compared in one.compared:
            source = compared.source
            yield _compared(one.check, compared.observation.fact_of(source), source.doc_id, source.published)


def _compared(check: Check, fact: Fact, *article: object) -> RenderableType:
    filled = {name: words for name, words in slots(fact).items() if words}
    names = _TOLD_OF_RATES if check.name in _RATES else _TOLD_OF_A_CHECK
    told = ", ".join(filled[name] for name in names if name in filled)
    where = " · ".join(str(part) for part in article if part)
    return Padding(Text.assemble(_phrase(told), _text(f" · {where}" if where else "", "dim")), (0, 0, 0, 4))


def _line(check: Check) -> Text:
    return Text.assemble((verdict(check), _VERDICTS[check.verdict]), f" · {check.name}: {sides(check)}")


_VERDICTS: dict[Verdict, str] = {"holds": "green", "off": "bold red", "cannot tell": "yellow"}
_TOLD_OF_A_CHECK = ("value", "measure", "indicator", "place", "partners", "commodity", "segment", "period", "base")
_TOLD_OF_RATES = ("value", "equivalents", *_TOLD_OF_A_CHECK[1:])
_RATES = frozenset({"exchange-rate", "market-rate"})


def _checks_in_words(checks: Sequence[Check]) -> str:
    if not checks:
        return "nothing to check"
    counts = Counter(check.verdict for check in checks)
    told = [f"{counts[verdict]} {words}" for verdict, words in _COUNTED.items() if counts[verdict]]
    return f"{'1 check' if len(checks) == 1 else f'{len(checks)} checks'}: {', '.join(told)}"


_COUNTED: dict[Verdict, str] = {"holds": "hold", "off": "off", "cannot tell": "cannot tell"}


# ── series ──────────────────────────────────────────────────────────────────────────────────────


def series_table(observations: Iterable[Observation]) -> RenderableType:
    """Lay out observations, a line each value: the newest, and below it those it is in conflict with."""
    table = Table(box=None, pad_edge=False, header_style="dim", show_edge=False)
    for name in ("place", "indicator", "measure", "more", "period"):
        table.add_column(name, overflow="fold", max_width=36)
    table.add_column("value", justify="right", overflow="fold", style="bold")
    table.add_column("told by", overflow="fold")
    before: tuple[str, ...] = ()
    for observation in observations:
        told = slots(observation.fact_of(observation.newest.told_by))
        base = f" {observation.base.kind}" if observation.base else ""
        line = (
            told["place"],
            observation.indicator_text or observation.indicator,
            observation.measure + base,
            more(told | {"source": "", "base": ""}),
        )
        shown = ("",) * len(line) if line == before else line
        for number, value in enumerate(observation.values):
            words = slots(observation.fact_of(value.told_by))["value"]
            style = "" if number == 0 else "yellow"
            slots_of_line = (*shown, told["period"]) if number == 0 else ("",) * 5
            told_value = _phrase(words if number == 0 else f"≠ {words}", style)
            table.add_row(*map(_phrase, slots_of_line), told_value, _text(_tellers(value), style))
        before = line
    return table


def _tellers(value: Value) -> str:
    """Who tells a value: the article, or how many do, and when."""
    articles = sorted(value.articles)
    days = [day.isoformat() for day in dict.fromkeys((value.first_published, value.last_published)) if day]
    return " · ".join(
        filter(None, (articles[0] if len(articles) == 1 else f"{len(articles)} articles", " to ".join(days)))
    )
