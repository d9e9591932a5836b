"""A million hostile characters a run, made of what tempts the rules: no exception, no text that takes its square.

``HYPOTHESIS_PROFILE=search`` draws others each time.
"""

from __future__ import annotations

from re import findall
from time import process_time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.test_linear_time import HOSTILE, LONGER, MUCH_LONGER, PERIODS, PLACES

from extractor.pipeline import Extractor

ENOUGH = 1_000_000  # characters
WORDS = findall(
    r"\S+",
    """exports imports trade surplus deficit balance share of GDP to from with and or by , ; : — – - ' ’ " ( ) [ ] / % ‰
    rose fell up down widened narrowed doubled respectively while compared with than a year earlier year on year y-o-y
    compared accounting for accounted of which the former the latter both each combined its their said according to
    customs ministry forecast expected to target revised estimated record highest third largest ranked first among
    China India Côte d'Ivoire EU ASEAN the zone the port city province crore lakh mln dlrs pct bn trn yuan TEUs""",
)
RAW = st.text(
    st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Z", "Cc", "Cf", "Co", "Cn")), max_size=30
)
NUMBERS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.integers(-(10**30), 10**30).map("{:,}".format),
    st.floats(allow_nan=False).map(str),
    st.from_regex(r"[\d.,/:'’ \-–+e]{1,40}", fullmatch=True),
)
PIECES = st.one_of(st.sampled_from(HOSTILE + PERIODS + PLACES), st.sampled_from(WORDS), NUMBERS, RAW)
TEXTS = st.builds(
    lambda pieces, joint, times: (joint.join(pieces) + joint) * times,
    st.lists(PIECES, min_size=1, max_size=60),
    st.sampled_from(["", " ", "\n", ", ", "\n\n", " and ", "\u2028", "\xa0"]),
    st.integers(1, 20),
)
COSTLIEST = 8  # texts whose growth is looked at


def test_a_million_characters_stop_nothing_and_take_no_square() -> None:
    extractor, read, costs = Extractor(), 0, dict[str, float]()

    @settings(max_examples=2500, suppress_health_check=list(HealthCheck))
    @given(TEXTS)
    def is_read(text: str) -> None:
        nonlocal read
        start = process_time()
        document = extractor.extract(text, published="2024-05-05")
        took = process_time() - start
        read += len(text)
        if len(text) >= 500:
            costs[text] = took / len(text)
        for mention in document.mentions:
            assert text[mention.start : mention.end] == mention.text
        for fact in document.facts:
            for evidence in fact.evidence.values():
                assert evidence.by or evidence.start is not None
                if evidence.start is not None and evidence.end is not None:
                    assert 0 <= evidence.start < evidence.end <= len(text)

    is_read()
    assert read >= ENOUGH
    for text in sorted(costs, key=lambda text: costs[text])[-COSTLIEST:]:
        longer = text * max(1, 4000 // len(text))
        ratio = least_time(extractor, longer * LONGER) / least_time(extractor, longer)
        assert ratio < MUCH_LONGER, f"{ratio:.1f} times as long for {LONGER} times {longer[:200]!r}"


def least_time(extractor: Extractor, text: str) -> float:
    """Seconds of two readings the quicker takes."""
    times = []
    for _ in range(2):
        start = process_time()
        extractor.extract(text, published="2024-05-05")
        times.append(process_time() - start)
    return max(min(times), 0.0005)
