"""Labels from a folder to a tool, and from the tool to a folder of gold; nothing that differs is replaced unasked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from extractor.evaluation.gold import FLOORS, gold_files, load_gold
from extractor.evaluation.labels import GoldArticle
from extractor.labelling import brat, label_studio
from extractor.labelling.changes import Changes, changes
from extractor.labelling.corrections import gold_of
from extractor.labelling.drafts import draft_name, draft_of
from extractor.labelling.golds import parsed
from extractor.labelling.sheet import LabellingError, Sheet, sheet_of, unused_phrases
from extractor.pipeline import Extractor
from extractor.reading import read_articles
from extractor.records import Document, Failure, InputError
from extractor.writing import FORMATS, files_of, read_run
from extractor.writing.files import replacing

TOOLS = ("label-studio", "brat")
_SHOWN = 5  # files named in one error


class Exported(NamedTuple):
    """What went to a tool: how many articles, and those that could not be read."""

    articles: int
    failures: tuple[Failure, ...]


class Imported(NamedTuple):
    """What came back: the changes of each article by its name, and what was left out and why, a line each."""

    articles: Mapping[str, Changes]
    skipped: tuple[str, ...]
    placed: tuple[Path, ...] = ()  # the articles that were put into the corpus, which lacked them


def export_labels(
    source: str | Path, tool: str, out: str | Path, *, corpus: str | Path = "corpus", replace: bool = False
) -> Exported:
    """Write labels for a tool to show and people to correct.

    Args:
        source: A gold folder, the folder of a run, or articles; of the last two, what the rules find is what is
            corrected.
        tool: ``label-studio`` (``tasks.json`` and ``config.xml``) or ``brat`` (a collection).
        out: Folder to write in.
        corpus: Folder of the articles that the gold labels.
        replace: Whether files that are there and differ are replaced.

    Raises:
        InputError: There is nothing to export, no such tool, or a file that would be replaced.
        GoldError: A gold file is not in order.
    """
    _known(tool)
    source, failures = Path(source), []
    sheets, details = [], {}
    reviewed = _is_gold(source, Path(corpus))
    for item in _gold_sheets(source, Path(corpus)) if reviewed else _drafts(source):
        if isinstance(item, Failure):
            failures.append(item)
        else:
            sheets.append(item[0])
            details[item[0].name] = {key: value for key, value in item[1].items() if value is not None}
    if not sheets:
        told = f" ({failures[0]})" if failures else ""
        raise InputError(f"{str(source)!r} holds nothing to label{told}; give gold, a run or articles")
    _unlike([sheet.name for sheet in sheets])
    if tool == "brat":
        files = brat.files_of(sheets)
    else:
        files = label_studio.files_of(sheets, reviewed=reviewed, details=details)
    _write({Path(out, name): text for name, text in files.items()}, replace)
    return Exported(len(sheets), tuple(failures))


def import_labels(  # noqa: PLR0913 - each is an option of the command
    source: str | Path,
    tool: str,
    out: str | Path,
    *,
    corpus: str | Path | None = None,
    annotator: str | None = None,
    replace: bool = False,
) -> Imported:
    """Make gold of what a tool gives back, checked as gold is checked; articles that the corpus lacks are put there.

    Args:
        source: What Label Studio exports as JSON, a file or a folder of them; or a brat collection.
        tool: ``label-studio`` or ``brat``.
        out: Folder of gold to write in.
        corpus: Folder of the articles, ``corpus`` where it is not given; then it must hold them all.
        annotator: Whose annotations to take where a task has several (Label Studio alone).
        replace: Whether gold files that are there and differ are replaced.

    Returns:
        By article what differs from the gold file that is there, or else from the one exported.

    Raises:
        LabellingError: What came back is not what gold can hold; names the file, the region and the remedy.
        GoldError: The same, for what the loader of gold refuses.
        InputError: There is no such tool, an article differs from the corpus, a file would be replaced, or articles
            are new and no corpus is named to put them in.
    """
    _known(tool)
    if annotator is not None and tool == "brat":
        raise InputError("brat tells of no annotators; leave --annotator out")
    source, out = Path(source), Path(out)
    try:
        sheets, skipped = brat.sheets_of(source) if tool == "brat" else label_studio.sheets_of(source, annotator)
        _unlike([sheet.name for sheet in sheets])
        golds = {sheet.name: gold_of(sheet) for sheet in sheets}
        _check(sheets, golds)
    except RecursionError:  # of what was just not too deep for the reader of JSON
        raise LabellingError(f"{str(source)!r} holds JSON nested too deep; put back what the tool gave") from None
    articles = {
        sheet.name: changes(_there(out / f"{sheet.name}.json", sheet.gold), golds[sheet.name]) for sheet in sheets
    }
    missing = _missing(sheets, Path(corpus or _CORPUS))
    if missing and corpus is None:
        named = f"{min(missing).stem!r}" + (f" and {len(missing) - 1} more" if len(missing) > 1 else "")
        raise InputError(f"{_CORPUS!r} has no article {named}; say with --corpus which folder to put the articles in")
    _write({out / f"{name}.json": text for name, text in golds.items()}, replace)
    _write(missing, replace=False)
    unused = (told for sheet in sheets for told in unused_phrases(sheet))
    return Imported(articles, (*skipped, *unused), tuple(missing))


_CORPUS = "corpus"


def _known(tool: str) -> None:
    if tool not in TOOLS:
        raise InputError(f"there is no labelling tool {tool!r}; give one of {', '.join(TOOLS)}")


def _unlike(names: list[str]) -> None:
    """See that names are paths below a folder, and each stands once."""
    for name in names:
        path = PurePosixPath(name)
        unfit = path.is_absolute() or not path.parts or {"..", "."} & set(name.split("/")) or set(name) & set("\\\0:")
        if unfit or path.name == Path(FLOORS).stem:
            raise LabellingError(f"{name!r} is no name for a gold file; give the name that was exported")
    name, times = Counter(names).most_common(1)[0] if names else ("", 0)
    if times > 1:
        raise LabellingError(f"{name!r} is there {times} times; keep one")


# ── what is exported ────────────────────────────────────────────────────────────────────────────

_Item = tuple[Sheet, dict[str, Any]]


def _is_run(source: Path) -> bool:
    return any((source / name).is_file() for form in FORMATS for name in files_of(form))


def _is_gold(source: Path, corpus: Path) -> bool:
    return source.is_dir() and not _is_run(source) and next(gold_files(source, corpus), None) is not None


def _gold_sheets(gold: Path, corpus: Path) -> Iterator[_Item]:
    articles = {article.doc_id: article for article in load_gold(gold, corpus)}
    for path, raw, _ in gold_files(gold, corpus):
        article = articles[raw["doc_id"]]
        name = path.relative_to(gold).with_suffix("").as_posix()
        published = article.published and str(article.published)
        yield sheet_of(article, name, path.read_bytes().decode()), {"doc_id": article.doc_id, "published": published}


def _drafts(source: Path) -> Iterator[_Item | Failure]:
    documents = read_run(source) if _is_run(source) else Extractor().pipe(read_articles(str(source)))
    for document in documents:
        if isinstance(document, Document):
            text = draft_of(document)
            article = GoldArticle.model_validate({**json.loads(text), "text": document.text})
            told = {"doc_id": document.doc_id, "title": document.title}
            published = document.published and str(document.published)
            yield sheet_of(article, draft_name(document.doc_id), text), {**told, "published": published}
        else:
            yield document


# ── what is imported ────────────────────────────────────────────────────────────────────────────


def _check(sheets: list[Sheet], golds: Mapping[str, str]) -> None:
    """Have the loader of gold read everything before anything is written."""
    with TemporaryDirectory() as folder:
        for sheet in sheets:
            for ending, text in (("json", golds[sheet.name]), ("txt", sheet.text)):
                data, path = _encoded(text, sheet.name), Path(folder, f"{sheet.name}.{ending}")
                try:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(data)
                except OSError as error:
                    remedy = "give the name that was exported, or a shorter one"
                    message = f"{sheet.name!r} is no name for a gold file ({error.strerror}); {remedy}"
                    raise LabellingError(message) from None
        if sheets:
            load_gold(Path(folder), Path(folder))


def _encoded(text: str, name: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise LabellingError(f"{name}: half a character ({error.reason}); type it anew") from None


def _there(path: Path, exported: str) -> str:
    """The gold file that is there, where it can be read, or else the one that was exported."""
    try:
        text = path.read_bytes().decode()
    except (OSError, ValueError):
        return exported
    return exported if parsed(text) is None else text


def _missing(sheets: list[Sheet], corpus: Path) -> dict[Path, str]:
    """The articles that the corpus lacks; those it has must be the ones that were labelled."""
    missing = {}
    for sheet in sheets:
        path = corpus / f"{sheet.name}.txt"
        if not path.exists():
            missing[path] = sheet.text
        elif not path.is_file() or path.read_bytes() != sheet.text.encode():
            raise InputError(f"{str(path)!r} is not the article that was labelled; restore it, or give another corpus")
    return missing


# ── writing ─────────────────────────────────────────────────────────────────────────────────────


def _write(files: Mapping[Path, str], replace: bool) -> None:
    """Write the files that are not there already, or are not the same; those of one folder together."""
    data = {path: text.encode() for path, text in files.items()}
    new = {path: held for path, held in data.items() if not path.is_file() or path.read_bytes() != held}
    differ = [path for path in new if path.exists()]
    if differ and not replace:
        more = f" and {len(differ) - _SHOWN} more" if len(differ) > _SHOWN else ""
        named = ", ".join(repr(str(path)) for path in differ[:_SHOWN]) + more
        raise InputError(f"{named}: there, and different; give another folder, or replace them with --replace")
    for folder in dict.fromkeys(path.parent for path in new):
        names = [path.name for path in new if path.parent == folder]
        with replacing(folder, names) as parts:
            for name in names:
                parts[name].write_bytes(new[folder / name])
