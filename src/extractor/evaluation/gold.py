"""Gold articles: hand labels beside the text they label, checked against each other when they are read.

A gold folder holds one JSON file an article, shaped as the annotation guide says; the article is the ``.txt``
of the same name, below the corpus folder as the labels are below the gold folder (the two may be one folder).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from extractor.evaluation.labels import GoldArticle
from extractor.evaluation.validation import problems
from extractor.records import GoldError

FLOORS = "floors.json"
_SHOWN = 10  # problems named in one error; a broken file can hold hundreds


def load_gold(gold: Path, corpus: Path) -> tuple[GoldArticle, ...]:
    """Read the gold files below a folder, each checked against its article.

    Args:
        gold: Folder of labels. ``floors.json`` and JSON files that label nothing, and go with no article, are passed
            over.
        corpus: Folder of the articles, ``.txt`` files of the same relative names; may be the same folder.

    Returns:
        The articles in the order of their file names.

    Raises:
        GoldError: There is no gold, or a file is not JSON, lacks its article, has unknown or ill-typed keys, or
            contradicts its article or itself; the text names the file, the item and the remedy, a line each.
    """
    if not gold.is_dir():
        raise GoldError(f"no gold folder {str(gold)!r}; name a folder of gold files, such as gold/")
    articles = tuple(_article(raw, path, source) for path, raw, source in gold_files(gold, corpus))
    if not articles:
        raise GoldError(f"{str(gold)!r} holds no gold file; a gold file is JSON with doc_id, mentions and facts")
    name, times = Counter(article.doc_id for article in articles).most_common(1)[0]
    if times > 1:
        raise GoldError(f"{str(gold)!r} labels {name!r} in {times} files; keep one")
    return articles


def gold_files(gold: Path, corpus: Path) -> Iterator[tuple[Path, dict[str, Any], Path]]:
    """Yield the gold files below a folder: the path, what stands in it, and the path of its article.

    Raises:
        GoldError: A file is not JSON, or labels nothing and goes with an article.
    """
    for path in sorted(gold.rglob("*.json")):
        if path.name == FLOORS:
            continue
        try:
            raw = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            raise GoldError(f"{path.name}: not JSON in UTF-8 ({error}); correct or remove it") from None
        source = corpus / path.relative_to(gold).with_suffix(".txt")
        if isinstance(raw, dict) and raw.keys() & {"doc_id", "mentions", "facts"}:
            yield path, raw, source
        elif source.exists():
            raise GoldError(f"{path.name}: no doc_id, mentions or facts to label {source.name!r}; write or remove it")


def _article(raw: dict[str, Any], path: Path, source: Path) -> GoldArticle:
    try:
        data = source.read_bytes()
        text = data.decode("utf-8")
    except OSError:
        raise GoldError(f"{path.name}: no article {str(source)!r}; put it there or remove the labels") from None
    except UnicodeDecodeError:
        raise GoldError(f"{path.name}: article {source.name!r} is not UTF-8; store it as UTF-8") from None
    if "text" in raw:
        raise GoldError(f"{path.name}: unknown key 'text'; the text is that of {source.name!r}, remove it")
    try:
        article = GoldArticle.model_validate({**raw, "text": text})
    except ValidationError as error:
        _refuse(path, [_problem(raw, detail["loc"], detail["msg"]) for detail in error.errors()])
    digest = hashlib.sha256(data).hexdigest()
    found = []
    if article.doc_id != path.stem:
        found.append(f"doc_id: {article.doc_id!r} is not the file's name; make it {path.stem!r}")
    if article.sha256 != digest:
        found.append(f"sha256: the article's is {digest}; restore the article, or label the changed one anew")
    found.extend(problems(article))
    if found:
        _refuse(path, found)
    return article


def _problem(raw: dict[str, Any], loc: tuple[int | str, ...], message: str) -> str:
    """Say where in the file a type does not fit, by the item's id where it has one."""
    steps: list[str] = []
    here: Any = raw
    for step in loc:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        named = isinstance(step, int) and isinstance(here, dict) and "id" in here
        steps.append(str(here["id"] if named else step))
    if message.startswith("Extra inputs"):
        return f"{'.'.join(steps)}: unknown key; remove it or spell it as the annotation guide does"
    shown = "" if here is None or isinstance(here, (dict, list)) else f" (is {here!r})"
    return f"{'.'.join(steps)}: {message}{shown}; see the annotation guide"


def _refuse(path: Path, found: list[str]) -> None:
    more = [f"{path.name}: and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
    raise GoldError("\n".join([f"{path.name}: {problem}" for problem in found[:_SHOWN]] + more))
