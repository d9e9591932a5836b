"""The report: a run as one page that opens from disk, every fact beside the characters and the rules it came from.

The page is one HTML file without anything outside it. Text of articles enters as data and leaves as text nodes alone,
under a policy that runs no script but the page's own. :mod:`extractor.report.serving` shows the same of pasted text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.records import Document, Failure, InputError, Record
from extractor.report.charts import across
from extractor.report.payload import article_payload
from extractor.report.template import is_page, rendered
from extractor.writing.files import replacing

if TYPE_CHECKING:  # the evaluation is imported only where there is gold
    from extractor.evaluation import GoldArticle

__all__ = ["LIMIT", "Shown", "page", "write_report"]

LIMIT = 1000  # articles a page holds by default; it opens in about a second then
_TITLE = "Trade facts"


class Shown(Record):
    """What a page shows.

    Attributes:
        articles: Articles on the page.
        facts: Facts on it.
        failures: Articles that could not be read, all of them listed.
        left_out: Articles beyond the limit, which the page counts and does not show.
    """

    articles: int
    facts: int
    failures: int
    left_out: int


def page(
    documents: Iterable[Document | Failure],
    *,
    title: str = _TITLE,
    gold: Sequence[GoldArticle] | None = None,
    limit: int = LIMIT,
) -> str:
    """Return a run as one HTML page.

    Args:
        documents: Documents, and failures of those that could not be read, as ``pipe`` and ``read_run`` give them.
        title: The heading of the page.
        gold: Hand labels to hold the articles against, from ``extractor.evaluation.load_gold``.
        limit: How many articles to show; the page says how many are left out.

    Returns:
        The page; the same for the same documents.

    Raises:
        InputError: There is nothing to show, or ``gold`` labels none of the articles.
        GoldError: An article is not the one that ``gold`` labels under its name.

    >>> import extractor
    >>> html = page([extractor.extract("Norway's exports rose 5 percent in May 2024.")], title="One sentence")
    >>> html.startswith("<!doctype html>"), "http" in html.replace("http-equiv", "").replace("http://www.w3.org", "")
    (True, False)
    """
    return rendered(title, _payload(documents, gold, limit))


def write_report(
    documents: Iterable[Document | Failure],
    path: str | Path,
    *,
    title: str = _TITLE,
    gold: Sequence[GoldArticle] | None = None,
    limit: int = LIMIT,
) -> Shown:
    """Write the page of a run; a page that is there is replaced when the new one is whole, any other file is kept.

    Args:
        documents: As ``page`` takes them.
        path: The file to write; its folder is made where it is missing.
        title: The heading of the page.
        gold: Hand labels, as ``page`` takes them.
        limit: How many articles to show.

    Returns:
        What the page shows.

    Raises:
        InputError: As ``page``, or the file cannot be written, or is there and is no page of ours.

    >>> from tempfile import TemporaryDirectory
    >>> import extractor
    >>> with TemporaryDirectory() as folder:
    ...     write_report([extractor.extract("Norway's exports rose 5 percent in May 2024.")], f"{folder}/report.html")
    Shown(articles=1, facts=1, failures=0, left_out=0)
    """
    target = Path(path)
    _spare(target)
    payload = _payload(documents, gold, limit)
    with replacing(target.parent, [target.name]) as parts:
        parts[target.name].write_text(rendered(title, payload), encoding="utf-8", errors="replace", newline="\n")
    return Shown(
        articles=len(payload["articles"]),
        facts=sum(len(article["facts"]) for article in payload["articles"]),
        failures=len(payload["failures"]),
        left_out=payload["left_out"],
    )


def _spare(target: Path) -> None:
    """Refuse to write where something else stands: it may be an article, or a file of the run itself."""
    try:
        is_folder, is_other = target.is_dir(), target.exists() and not is_page(target)
    except OSError as error:
        raise InputError(f"cannot read {str(target)!r} ({error.strerror}); give the name of a new file") from None
    if is_folder:
        raise InputError(f"{str(target)!r} is a folder; give the file to write, as {str(target / 'report.html')!r}")
    if is_other:
        raise InputError(f"{str(target)!r} is there, and is no page that extractor wrote; give the name of a new file")


def _payload(documents: Iterable[Document | Failure], gold: Sequence[GoldArticle] | None, limit: int) -> dict[str, Any]:
    judge = None
    if gold is not None:
        from extractor.report.judging import Judge  # noqa: PLC0415 - only where there is gold

        judge = Judge(gold)
    shown: dict[str, Document] = {}  # by a key of its own, as articles of one run may have one id
    articles: list[dict[str, Any]] = []
    failures: list[Failure] = []
    left_out = 0
    for item in documents:
        if isinstance(item, Failure):
            failures.append(item)
        elif len(shown) == limit:
            left_out += 1
        else:
            key = _key(item.doc_id, shown)
            shown[key] = item
            articles.append(article_payload(item, key))
            if judge:
                judge.mark(item, articles[-1])
    if not articles and not failures:
        raise InputError("there is no article to show; give a run that read some")
    return {
        "articles": articles,
        "failures": [failure.model_dump() for failure in failures],
        "left_out": left_out,
        "gold": judge.summary() if judge else None,
        **across(item.model_copy(update={"doc_id": key}) for key, item in shown.items()),
    }


def _key(name: str, taken: Collection[str]) -> str:
    """What the page knows an article by: its id, numbered where another has it, and fit for an address."""
    key = name.encode("utf-8", "replace").decode()
    while key in taken:
        key = f"{key} ({len(taken) + 1})"
    return key
