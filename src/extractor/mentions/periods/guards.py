"""What the words around an expression must say for it to be a period: one guard for each rule that needs one."""

from __future__ import annotations

import re
from functools import cache

from extractor.mentions.periods.stretches import Expression
from extractor.mentions.periods.words import alternatives, context

_ON_YEAR = re.compile(r"[- ](?:on|over)[- ](?:the )?(?:year|month|quarter|week)|-finals?\b")
_WORD = re.compile(r"\s*-?([a-z]+(?:'s)?)")
_OPENS_LINE = re.compile(r"(?:^|[\n(\[|:;•])[ \t]*$")
_NOT_BY_AMOUNT = re.compile(r"(?:[$€£¥₹#]|\b(?:rs|rmb|usd|no)\.?)\s*$")
_NOT_THE_PERIOD = re.compile(
    r"\s(?:of|from|when|that|which|between|since|ahead|under|before|after|until|following|leading|preceding|prior|running)\b"
)
_COMPOUND = re.compile(r"-[a-z]")
_ADDRESS = re.compile(r"\.[a-z]")
_MARK = re.compile(r"-[A-Z]\b")
_RUNNING = re.compile(
    r"\s(?:(?!(?:on|of|in|for|to|from|by|with|after|and|or|as|at|high|low|ban|deal)\b)[a-z]+(?:-[a-z]+)?\s){0,2}?"
    r"(?:turnover|exports|imports|surplus|deficit|total|figures?|revenues?|sales|output|production|shipments"
    r"|trade(?=[.,;:]|\s(?:was|were|is|of|with|rose|fell|grew|hit|came|stood|reached|volume|turnover|figures?|balance"
    r"|gap|value|increased|decreased|dropped|jumped|surged)\b))\b"
)
_CLOSES_YEAR = re.compile(r"\b(?:finish|end|close)(?:e?s|e?d|ing)?\s$")
_AFTER_CLOSE = re.compile(
    r"\s(?:at|on|with|up|down|higher|lower|in|above|below|near|around|some|about|flat|unchanged)\b|[.,;]"
)
_OPENS_CLAUSE = re.compile(r"(?:\A|\n|[.;:] |\b(?:and|but|while) )$")
_PLAIN_CLAUSE = re.compile(r"[^,.;:\n]{1,60}(?:[.;:\n]|$)")
"""``The year before they fell.``, unlike ``The year before they joined the union, exports fell.``"""
_NOT_AFTER = re.compile(r"[.,;:)]|\s(?:and|but|to|it|they|by|in|was|were|on)\b|\s*$")
_OTHER_YEAR = re.compile(r",?\s(\d{4})(?!\d|[.,]\d|%)")
_PART_OF = re.compile(r"\sof (?:the|a|an|its|their|his|her) ([a-z]+)")
_PERSON = re.compile(
    r"\s(?:(?:von|van|de|da|di|del|al|bin)\s)?[A-Z][a-z]+(?=,|\.(?:\s|$)|\s(?:of|told|said|says|who|has|was|is)\b)"
)
_ONE_OF_TWO = re.compile(rf"\s(?:and|to|or)\s[\d.,]+ ?(?:{alternatives(context('measured'))})\b")
_SHOUTED = re.compile(r"\s[A-Z]{3}")
_OF_SOMETHING_ELSE = re.compile(
    r"\sof (?:the|a|an|this|last) (?:[12]\d\d0s|century|decade|match|game|season|term)\b"
    r"|-(?:century|decade|dozen|hour|mile|million|billion|point|pound|inch|acre|share|owner|deck|staff|master)s?\b"
)
_TABLED = re.compile(r"[),:;]|\s[-+]?\d")
_NAME_BEFORE = re.compile(r"\b[A-Z][\w-]*[ \u00a0]$")
_OF_GOODS = re.compile(rf"\s[a-z-]+\s(?:{alternatives(context('flow'))})\b")
_SPORT = re.compile(rf"\b(?:{alternatives(context('sport'))}|(?:win|won|lost|lose|beat \w+) \d+-\d+)")
_MODEL_BESIDE = re.compile(r"\bq[5-9]\b")
_PLACE_NAMED = re.compile(r"\s(?:in|near)\s")
_MODELS = re.compile(r" [A-Z][a-z]+s\b(?!')")  # `full of 2022 Corollas`
_TITLED = re.compile(rf"\b(?:{alternatives(context('title'))})\.?\s$")


def is_period(text: str, folded: str, expression: Expression, before: list[Expression]) -> bool:
    """Whether the words around an expression bear out that it is a period.

    Args:
        text: The article.
        folded: The same, folded.
        expression: What a rule of the grammar recognised.
        before: The periods found before it.
    """
    if _ON_YEAR.match(folded, expression.end):
        return False
    guard = {
        "year": _is_year,
        "month": _is_month,
        "split-year": _is_no_number,
        "year-span": _is_no_number,
        "month-year": _is_no_number,
        "quarter": _is_part,
        "half": _is_part,
        "whole": _is_whole,
        "the-period": _is_the_period,
        "the-n": _is_the_n,
        "nearby-day": _is_day,
        "relative": _is_not_policy,
        "weekday": _is_weekday,
        "earlier": _is_counted_back,
        "later": _is_counted_on,
        "n-later": _is_counted_on,
        "running-months": _is_running,
        "elapsed-months": _is_elapsed,
        "year-closed": _is_year_closed,
        "end-of": _is_end,
        "century": _is_century,
        "the-one-before": _is_counted_back,
        "range": _is_range,
        "date": _is_date,
        "week": _is_week,
        "last-n": _is_last,
        "year-to-month": _is_no_compound,
        "the-next": _is_no_compound,
    }.get(expression.rule)
    return guard is None or guard(text, folded, expression, before)


def _word_before(folded: str, start: int) -> str:
    said = folded[max(0, start - 30) : start].replace("(", " ").split()
    return said[-1].strip("\"'“”,;-") if said else ""


def _word_after(folded: str, end: int) -> str:
    match = _WORD.match(folded, end)
    return match[1] if match else ""


def _is_year(text: str, folded: str, expression: Expression, before: list[Expression]) -> bool:
    """Whether four figures are a year: announced by ``the year``, or borne out by the words around them."""
    start, end = expression.start, expression.end
    if expression.has("YEARS"):
        return True
    if _word_after(folded, end) in context("naming") or _COMPOUND.match(folded, end):
        return False
    previous = _word_before(folded, start)
    if previous in context("numbered") or folded.endswith("model year ", 0, start) or _is_second_number(folded, start):
        return False
    if previous == "between" and _ONE_OF_TWO.match(folded, end):  # "between 2000 and 2015 rupees"
        return False
    amount = _NOT_BY_AMOUNT.search(folded, max(0, start - 6), start)
    return amount is None and _reads_as_year(text, folded, expression, before)


def _is_second_number(folded: str, start: int) -> bool:
    """Whether another number with its word stands before: `resolutions 1970 and 1973`."""
    said = folded[max(0, start - 40) : start].split()
    joined = len(said) > 2 and said[-1] in {"and", "or", "to"} and said[-2].isdigit()
    return joined and said[-3].rstrip("s") in context("numbered")


def _reads_as_year(text: str, folded: str, expression: Expression, before: list[Expression]) -> bool:
    """Whether four figures that stand alone are a year and count nothing."""
    start, end = expression.start, expression.end
    figures = expression.tokens[-1].value
    after, previous = _word_after(folded, end), _word_before(folded, start)
    counts = after in context("counted") or (figures % 100 == 0 and _is_plural(after))
    if previous in context("before-year"):
        return not (counts and (figures % 100 == 0 or previous in {"by", "before", "after"}))
    if figures % 100 and _dates_goods(folded, start, end):
        return True
    if counts:
        return False
    if previous in context("linking"):
        return not (_is_amount(folded, start, previous) or (previous == "of" and _MODELS.match(text, end)))
    if after in context("after-year") or folded.startswith("'s", end):
        return previous not in {"a", "an"}
    return _continues_list(folded, start, before) or _stands_apart(text, start, end)


def _dates_goods(folded: str, start: int, end: int) -> bool:
    """Whether trade in goods follows that somebody owns: `Japan's 2023 car exports`, `its May steel output`."""
    previous = _word_before(folded, start)
    return (previous in context("owning") or previous.endswith("'s")) and _OF_GOODS.match(folded, end) is not None


def _continues_list(folded: str, start: int, before: list[Expression]) -> bool:
    """Whether a year follows another after a comma: `2021, 2022 and 2023`."""
    if not before or start - before[-1].end > 6 or not before[-1].has("YEAR"):
        return False
    return folded[before[-1].end : start].strip() in {",", "/", "vs", "vs."}


def _is_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith("ss") and word not in context("after-year")


def _is_amount(folded: str, start: int, previous: str) -> bool:
    """Whether ``to 2023`` follows a rise or fall, or ``of 2023`` a total."""
    said = folded[max(0, start - 40) : start].split()
    earlier = said[-2].strip(",") if len(said) > 1 else ""
    if previous == "to":
        return earlier in context("moving")
    if previous == "of":
        return earlier in context("totalling")
    return previous in {"than", "over"} and earlier in {"more", "less", "fewer", "greater", "rather"}


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Whether a year stands alone on its line or in its brackets, as in headers, captions and tables."""
    opens = _OPENS_LINE.search(text, max(0, start - 12), start) is not None
    closes = end == len(text) or text[end] in ")]\n\r:"
    return opens and closes


def _is_month(text: str, folded: str, expression: Expression, _: list[Expression]) -> bool:
    """Whether a month's name is one: not the verb, the walk or a person."""
    if len(expression.tokens) > 1:
        return True
    start, end = expression.start, expression.end
    place = _word_before(folded, start) == "at" and _PLACE_NAMED.match(
        folded, end
    )  # `the yard at March in Cambridgeshire`
    if place or _in_name(folded, start, end) or _of_a_person(text, folded, start, end):
        return False
    name, after = folded[start:end], _word_after(folded, end)
    announced = _word_before(folded, start) in context("before-month") or _dates_goods(folded, start, end)
    if announced or name.endswith(".") or folded.startswith("'s", end):
        return True
    followed = after in context("after-month")
    if name == "may":
        return followed or _TABLED.match(folded, end) is not None
    if len(name) < 5 and name not in {"june", "july"}:
        headline = text[start:end].isupper() and _SHOUTED.match(text, end) is not None
        return headline or (followed and after not in {"and", "was", "saw", "from", "when"})
    return not (name == "march" and after in {"on", "towards", "toward", "against", "past", "for"})


def _of_a_person(text: str, folded: str, start: int, end: int) -> bool:
    """``Mrs May``, ``April Kowalski of Baltic Freight``; and ``Mar del Plata``."""
    if _TITLED.search(folded, max(0, start - 14), start) or folded.startswith("mar del ", start):
        return True
    first_name = folded[start:end] in context("forename") and _PERSON.match(text, end) is not None
    return first_name and _word_before(folded, start) not in context("before-month")


def _in_name(folded: str, start: int, end: int) -> bool:
    around = folded[max(0, start - 12) : end + 12]
    return _names().search(around) is not None


@cache
def _names() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives(context('not-month'))})\b")


def _is_weekday(text: str, folded: str, expression: Expression, __: list[Expression]) -> bool:
    """Whether a weekday is one: not the address ``Monday.com``, not ``Sunday-best``."""
    start, end = expression.start, expression.end
    compound = _COMPOUND.match(text, end) or _ADDRESS.match(folded, end)
    return not (compound or _in_name(folded, start, end) or _is_forename(text, start, end))


def _is_forename(text: str, start: int, end: int) -> bool:
    """``Sunday Adeyemi, a dealer``, ``Comptroller Monday Abueh told``: after a title or opening a sentence."""
    opens = start == 0 or text[start - 1] == "\n" or text.endswith(". ", 0, start)
    titled = opens or _NAME_BEFORE.search(text, max(0, start - 30), start)
    return bool(titled) and _PERSON.match(text, end) is not None


def _is_date(text: str, folded: str, expression: Expression, __: list[Expression]) -> bool:
    """Whether a day is one: not the mark ``Dec 17-B``, not the street ``26th of July``, not one of the year 1750."""
    start, end = expression.start, expression.end
    if _MARK.match(text, end) or _in_name(folded, start, end) or _has_other_year(folded, expression):
        return False
    return expression.tokens[0].kind != "FIGURE" or _word_before(folded, start) not in context("numbered")


def _has_other_year(folded: str, expression: Expression) -> bool:
    """Whether a year follows that is none of those read here: ``Jan 5, 1750``, not ``on Jan 5, 2400 workers``."""
    year = None if expression.has("YEAR", "DATE", "YEARS") else _OTHER_YEAR.match(folded, expression.end)
    if year is None:
        return False
    after = _word_after(folded, year.end())
    return year[1].startswith("0") or not (
        after in context("counted") or after in context("measured") or _is_plural(after)
    )


def _is_counted_on(_: str, folded: str, expression: Expression, __: list[Expression]) -> bool:
    """``the year after`` and ``a year later`` are counted on, ``the year after the war``, ``later than`` are not."""
    if not folded.endswith("after", expression.start, expression.end):
        return _word_after(folded, expression.end) != "than"
    return bool(expression.tokens[0].kind == "THE" and _NOT_AFTER.match(folded, expression.end))


def _is_running(_: str, folded: str, expression: Expression, __: list[Expression]) -> bool:
    """``the eight-month turnover`` is of the year so far; ``a six-month high`` lasts as long."""
    return _RUNNING.match(folded, expression.end) is not None


def _is_elapsed(_: str, folded: str, expression: Expression, __: list[Expression]) -> bool:
    """``exports in eight months`` are of the year so far; ``will open in eight months`` and ``eight months on`` not."""
    start, end = expression.start, expression.end
    return (
        _word_before(folded, start) in {"in", "during", "over", "for"}
        and _NO_TOTAL.search(folded, max(0, start - 70), start) is None
        and _NOT_ELAPSED.match(folded, end) is None
    )


_NO_TOTAL = re.compile(
    r"\b(?:\w{2,}est|most|worst|best|least|(?:have|has) \w+(?=[^.;]* for\s\Z)|will|would|could|may|might|shall|can"
    r"|expect\w*|plans?|hopes?|aims?|due|ready|again|every|once|twice|time|stor\w+|held|closed|shut|lasts?|lasted"
    r"|reserves|cover)\b[^.;]*\Z"
)
_NOT_ELAPSED = re.compile(
    r"[-']|\s?(?:of|to|through|since|from|after|before|later|earlier|on|straight|running|old|in a row|or"
    r"|and \w+ days)\b"
)


def _is_year_closed(_: str, folded: str, expression: Expression, __: list[Expression]) -> bool:
    """``the year`` in ``finished the year at $3bn``; elsewhere it needs a preposition."""
    start, end = expression.start, expression.end
    closes = _CLOSES_YEAR.search(folded, max(0, start - 12), start)
    return closes is not None and _AFTER_CLOSE.match(folded, end) is not None


def _is_end(_: str, __: str, expression: Expression, ___: list[Expression]) -> bool:
    """``the end of the year`` is a day, ``to end the year`` a verb."""
    return [token.kind for token in expression.tokens] != ["END", "THE", "YEARS"]


def _is_century(text: str, folded: str, expression: Expression, __: list[Expression]) -> bool:
    """``the 19th century`` as a time, not as a quality (``19th-century quays``, ``a 19th century mill``)."""
    a_name = text[expression.end - 7] == "C"
    return not a_name and _word_before(folded, expression.start) in context("before-month")


def _is_no_compound(_: str, folded: str, expression: Expression, __: list[Expression]) -> bool:
    """``the June year`` is one, ``the June year-end`` and ``the next month-old lot`` are not."""
    return _COMPOUND.match(folded, expression.end) is None


def _is_week(_: str, folded: str, expression: Expression, __: list[Expression]) -> bool:
    number = expression.value("DAY", "FIGURE") or 0
    return number <= 53 and (expression.has("YEAR") or _word_before(folded, expression.start) in {"in", "for", "by"})


def _is_no_number(_: str, folded: str, expression: Expression, __: list[Expression]) -> bool:
    """``2023-24`` and ``2005-10`` are years and a month, unless they number a lot or a law."""
    if expression.has("MONTH"):
        return True
    return _word_before(folded, expression.start).rstrip(".") not in context("numbered")


def _is_last(text: str, folded: str, expression: Expression, before: list[Expression]) -> bool:
    """``the last two years`` is one; in ``would last two years`` it is a verb."""
    if expression.has("AGO"):
        return _is_counted_back(text, folded, expression, before)
    return expression.tokens[0].kind != "LAST" or _word_before(folded, expression.start) not in context("modal")


def _is_part(_: str, folded: str, expression: Expression, __: list[Expression]) -> bool:
    """``H2`` alone may be a gas and ``Q3`` a car: without a year it needs a word that announces a period."""
    start, end = expression.start, expression.end
    order = expression.value("ORDINAL", "NTH") or 0
    if order > (4 if expression.rule == "quarter" else 2) or _OF_SOMETHING_ELSE.match(folded, end):
        return False
    if _SPORT.search(folded, max(0, start - 90), end + 60) or _MODEL_BESIDE.search(folded, max(0, start - 9), end + 9):
        return False
    whole = _PART_OF.match(folded, expression.end)
    if whole and whole[1] not in context("holds-parts"):
        return False
    if len(expression.tokens) > 1 or not expression.has("HALFCODE", "NUMBERED_HALF", "NUMBERED_QUARTER"):
        return True
    announced = _word_before(folded, expression.start) in context("before-month") | {"the"}
    first = expression.value("HALFCODE") != 2
    return announced or (first and _word_after(folded, expression.end) in context("after-year"))


def _is_the_period(_: str, folded: str, expression: Expression, __: list[Expression]) -> bool:
    """``in the month`` is one, ``over the years``, ``in the month of`` and ``in the quarter-mile`` are not."""
    apart = _NOT_THE_PERIOD.match(folded, expression.end) or _COMPOUND.match(folded, expression.end)
    return expression.tokens[-1].value != 2 and apart is None


def _is_the_n(_: str, folded: str, expression: Expression, __: list[Expression]) -> bool:
    """``in the two months`` is one that was spoken of, ``in the two months since the flood`` another."""
    return _NOT_THE_PERIOD.match(folded, expression.end) is None


def _is_whole(_: str, folded: str, expression: Expression, __: list[Expression]) -> bool:
    """``for all 1987`` is the year, ``all 2000 workers`` and ``all of May Ling's boxes`` are not."""
    whole, part = expression.tokens[0], expression.tokens[-1]
    if folded[whole.start : whole.end] == "all":
        return part.kind == "YEAR" and _word_before(folded, expression.start) in {"for", "in", "during", "throughout"}
    return part.kind != "YEAR" or _word_after(folded, expression.end) not in context("counted")


def _is_day(text: str, folded: str, expression: Expression, _: list[Expression]) -> bool:
    """``today`` is a day, ``USA Today`` a newspaper."""
    start, end = expression.start, expression.end
    if _in_name(folded, start, end):
        return False
    return not (
        text[start].isupper() and text[start + 1].islower() and _NAME_BEFORE.search(text, max(0, start - 30), start)
    )


def _is_not_policy(_: str, folded: str, expression: Expression, __: list[Expression]) -> bool:
    """``this fiscal`` is a year, ``the current fiscal deficit`` is not."""
    if expression.tokens[-1].kind != "FISCAL":
        return True
    return _word_after(folded, expression.end) not in context("fiscal-noun")


def _is_counted_back(_: str, folded: str, expression: Expression, __: list[Expression]) -> bool:
    """``a year before`` is counted back, ``a year before the crisis`` and ``the year preceding it`` are not."""
    start, end = expression.start, expression.end
    if expression.tokens[-1].kind == "PREVIOUS":
        return not folded.endswith("preceding", start, end) and _word_after(folded, end) != "to"
    after = _word_after(folded, end) if folded.endswith("before", start, end) else ""
    if after in {"it", "they", "he"}:
        return _OPENS_CLAUSE.search(folded, max(0, start - 8), start) is not None and bool(
            _PLAIN_CLAUSE.match(folded, end)
        )
    return after not in {"the", "a", "an", "its", "his"}


def _is_range(_: str, folded: str, expression: Expression, __: list[Expression]) -> bool:
    """Two years joined by a dash or ``to`` are numbers where they are not announced and something is counted."""
    if expression.has("MONTH", "DATE", "QUARTERS", "QUARTERCODE", "FROM"):
        return True
    return _word_after(folded, expression.end) not in context("counted")
