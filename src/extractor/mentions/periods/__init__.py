"""Periods: dates and stretches of time as trade reporting writes them, resolved to days.

The room is a small cascade of its own. `words` reads the text as a row of tokens, `orders` settles dates in figures
that could be two, `grammar` says which rows of tokens are periods, `recognition` keeps those that the `guards` bear
out, `discourse` knows what is spoken of, `fiscal` whose fiscal year it is and `plans` whose five-year plan, and
`resolution` turns each expression into days with the arithmetic of `calendar`, or says with `unknown` why nobody could.
"""

from __future__ import annotations

from datetime import date

from extractor.mentions.periods.calendar import shift
from extractor.mentions.periods.discourse import Discourse
from extractor.mentions.periods.recognition import expressions, fold
from extractor.mentions.periods.reference import inferred_reference
from extractor.mentions.periods.resolution import resolve
from extractor.mentions.periods.situation import Situation
from extractor.records import Article, Label, Mention

__all__ = ["find_periods", "shift"]


def find_periods(article: Article) -> tuple[list[Mention], date | None]:
    """Find the periods of an article and the date its ``last year`` is counted from.

    Args:
        article: The article as read.

    Returns:
        PERIOD mentions in the order of the text, each with its resolved days, or with None and a note that says why;
        and the reference date: the date of publication, else the latest date the article itself speaks from, else
        None.

    >>> article = Article(doc_id="a", text="Exports rose in the first 11 months of 2023.", sha256="")
    >>> [(m.text, str(m.period.start), str(m.period.end)) for m in find_periods(article)[0]]
    [('the first 11 months of 2023', '2023-01-01', '2023-11-30')]
    """
    text, folded = article.text, fold(article.text)
    found = expressions(text, folded)
    discourse = Discourse(text, folded, found)
    reference = article.published or inferred_reference(discourse)
    situation = Situation(discourse, reference)
    mentions = []
    for place, expression in enumerate(found):
        period, note = resolve(situation, place)
        if period is None and expression.rule == "elapsed-months":
            continue  # "in five months" is how long something took
        start, end = expression.start, expression.end
        mentions.append(
            Mention(
                label=Label.PERIOD,
                start=start,
                end=end,
                text=text[start:end],
                rule=expression.rule,
                period=period,
                notes=(note,) if note else (),
            )
        )
    return mentions, reference
