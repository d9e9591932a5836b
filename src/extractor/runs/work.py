"""What a worker of a run does: items become articles, articles documents, and a shard's documents its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.pipeline import Extractor
from extractor.reading import Item, ReadingOptions, article_of
from extractor.records import Document, Failure
from extractor.runs.shards import Result, Shard, ShardFolder, ShardSummary
from extractor.workers import Loss
from extractor.writing.jsonl import lines_of

_REMEDY = "report it, with the article"


@dataclass(frozen=True, slots=True)
class Finished:
    """A shard that is done.

    Attributes:
        summary: What it holds.
        failures: What could not be read of it.
        upto: Bytes of the input that were consumed when it was cut.
    """

    summary: ShardSummary
    failures: tuple[Failure, ...]
    upto: int


class ShardWork:
    """Reads the items of shards and writes the shards; one in each worker.

    Args:
        extractor: Reads the articles.
        options: How items become articles.
        out: The run's output folder.
    """

    def __init__(self, extractor: Extractor, options: ReadingOptions, out: Path) -> None:
        self._extractor, self._options, self._shards = extractor, options, ShardFolder(out)
        extractor.warm_up()  # outside the time of the first article

    def one(self, item: Item | Failure) -> Result:
        """Read one item, whatever comes of it."""
        try:
            article = article_of(item, self._options) if isinstance(item, Item) else item
            document = self._extractor.read_or_fail(article)
            if isinstance(document, Failure):  # the item's path says more than the article's name
                document = document.model_copy(update={"path": item.path})
            lines = lines_of(document)
        except Exception as error:  # none is foreseen: a run goes on where one is met
            reason = f"cannot be read ({type(error).__name__}: {error})"
            return Result(lines_of(Failure(path=item.path, reason=reason, remedy=_REMEDY)), 0)
        return Result(lines, len(document.text.split()) if isinstance(document, Document) else 0)

    def given_up(self, item: Item | Failure, loss: Loss) -> Result:
        """Make a failure of an item that twice ended its worker."""
        remedy = "raise --time-limit, or cut it up" if loss.late else _REMEDY
        return Result(lines_of(Failure(path=item.path, reason=loss.reason, remedy=remedy)), 0)

    def whole(self, batch: Sequence[Item | Failure], results: list[Result]) -> Finished:
        """Write the shard."""
        assert isinstance(batch, Shard)
        summary = self._shards.write(batch.key, results)
        return Finished(summary, tuple(result.lines.failed for result in results if result.lines.failed), batch.upto)
