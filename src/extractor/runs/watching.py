"""How far a run has come, and who is told."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from extractor.records import Failure
from extractor.runs.shards import ShardSummary


@dataclass(slots=True)
class Progress:
    """How far a run has come.

    Attributes:
        articles: Articles read and worked through, those of an earlier run that is resumed among them.
        words: Words in them.
        facts: Facts found.
        mentions: Mentions found.
        failures: Articles that could not be read.
        earlier: Articles an earlier run had read.
        words_earlier: Words in those.
        done: Bytes of the input that have been worked through.
        done_earlier: Bytes that an earlier run had.
        total: Bytes of the whole input, None where nobody can know.
        passed_over: Files that are no articles, counted by their endings, once the run has ended.
        began: Reading of the monotonic clock when the run began, in seconds.
    """

    articles: int = 0
    words: int = 0
    facts: int = 0
    mentions: int = 0
    failures: int = 0
    earlier: int = 0
    words_earlier: int = 0
    done: int = 0
    done_earlier: int = 0
    total: int | None = None
    passed_over: Mapping[str, int] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    def add(self, shard: ShardSummary, upto: int, *, earlier: bool = False) -> None:
        """Count a shard that is there, with which ``upto`` bytes of the input have been worked through."""
        self.done = max(self.done, upto)
        self.articles += shard.articles
        self.words += shard.words
        self.facts += shard.facts
        self.mentions += shard.mentions
        self.failures += shard.failures
        if earlier:
            self.done_earlier = self.done
            self.earlier += shard.articles
            self.words_earlier += shard.words

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self.began

    @property
    def words_a_second(self) -> float:
        """Words of this run alone a second."""
        return (self.words - self.words_earlier) / max(self.seconds, 1e-9)

    @property
    def articles_a_second(self) -> float:
        """Articles of this run alone a second."""
        return (self.articles - self.earlier) / max(self.seconds, 1e-9)


class Watch:
    """Told of a run while it goes on; this one keeps silent. Override what is of interest."""

    def begins(self, progress: Progress) -> None:
        """The input has been found."""

    def goes_on(self, progress: Progress) -> None:
        """A shard is done, or was there."""

    def failed(self, failure: Failure) -> None:
        """An article could not be read."""

    def noted(self, words: str) -> None:
        """Something that is worth knowing."""

    def troubled(self, words: str) -> None:
        """A worker was lost, and what it did is tried again."""

    def ends(self, progress: Progress) -> None:
        """All shards are there, and are about to be put together."""

    def close(self) -> None:
        """The run is over, by whatever end."""
