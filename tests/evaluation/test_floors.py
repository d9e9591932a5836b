from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from extractor.evaluation import (
    FloorError,
    GoldArticle,
    Report,
    check_floors,
    evaluate,
    lowered_floors,
    raise_floors,
    read_floors,
)
from extractor.evaluation.gate import PINNED
from extractor.records import Document

FLOORS = Path(__file__).parents[2] / "gold" / "floors.json"


@pytest.fixture
def best(tin: GoldArticle, found: Document) -> Report:
    return evaluate([tin], {"tin": found}, resamples=1)


@pytest.fixture
def worse(tin: GoldArticle, found: Document) -> Report:
    return evaluate([tin], {"tin": found.model_copy(update={"facts": found.facts[1:]})}, resamples=1)


def test_the_floors_of_the_gold_set_are_complete_and_were_not_lowered() -> None:
    assert set(read_floors(FLOORS)) == set(PINNED)
    assert lowered_floors(FLOORS) == []


def test_floors_are_raised_and_then_hold(best: Report, worse: Report, tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    assert "facts.found from 0.000 to 0.857" in raise_floors(worse, path)
    assert check_floors(worse, path) == []
    assert check_floors(best, path) == []
    assert raise_floors(worse, path) == []
    assert raise_floors(best, path) == [f"{name} from 0.857 to 1.000" for name in PINNED if name.startswith("facts.")]
    broken = check_floors(worse, path)
    assert len(broken) == 4
    assert broken[0].startswith("facts.found is 0.8571, below its floor 1.000")


def test_floors_are_never_lowered_by_the_command(best: Report, worse: Report, tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    raise_floors(best, path)
    before = path.read_bytes()
    with pytest.raises(FloorError, match=r"will not lower facts\.found \(1\.000 to 0\.8571\)"):
        raise_floors(worse, path)
    assert path.read_bytes() == before


def test_rounding_lowers_no_floor_set_by_hand(worse: Report, tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    path.write_text('{"facts.found": 0.8571}')
    raise_floors(worse, path)
    assert read_floors(path)["facts.found"] == 0.8571


def test_a_score_that_is_gone_is_below_its_floor(best: Report, tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    raise_floors(best, path)
    floors = json.loads(path.read_text())
    assert floors["RANK.exact"] == 0
    path.write_text(json.dumps(floors | {"RANK.exact": 0.5}))
    assert check_floors(best, path) == [
        "RANK.exact is not scored, below its floor 0.500; list the errors and mend the rules"
    ]


def test_missing_and_unknown_floors_are_named(best: Report, tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    path.write_text(json.dumps({name: 0.5 for name in PINNED if name not in {"PLACE.exact"}} | {"RIVER.exact": 0.5}))
    problems = check_floors(best, path)
    assert "PLACE.exact has no floor in floors.json; raise the floors" in problems
    assert "RIVER.exact in floors.json is no score; remove it" in problems
    path.write_text('{"RIVER.exact": 0.5}')
    with pytest.raises(FloorError, match=r"RIVER\.exact"):
        raise_floors(best, path)


@pytest.mark.parametrize("text", ["[]", "{", '{"PLACE.exact": "high"}', '{"PLACE.exact": 2}', '{"PLACE.exact": null}'])
def test_a_file_of_another_shape_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    path.write_text(text)
    with pytest.raises(FloorError, match=r"floors\.json"):
        read_floors(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FloorError, match="no floors"):
        read_floors(tmp_path / "floors.json")


def _git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_lowering_shows_against_the_last_commits(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    path.write_text('{"PLACE.exact": 0.9, "ZONE.exact": 0.8}')
    assert lowered_floors(path) == []
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "-q", "--no-verify", "-m", "floors")
    assert lowered_floors(path) == []
    path.write_text('{"PLACE.exact": 0.85}')
    fallen = [
        "PLACE.exact was 0.900 in HEAD, is 0.850; restore it, or say why in CHANGES.md",
        "ZONE.exact was 0.800 in HEAD, is removed; restore it, or say why in CHANGES.md",
    ]
    assert lowered_floors(path) == fallen
    _git(tmp_path, "commit", "-q", "--no-verify", "-a", "-m", "lower them in silence")
    assert [line.replace("HEAD^", "HEAD") for line in lowered_floors(path)] == fallen
    (tmp_path / "CHANGES.md").write_text("- floor PLACE.exact 0.850: labels corrected\n- floor ZONE.exact removed\n")
    assert lowered_floors(path) == []


def test_an_article_left_out_breaks_the_gate(best: Report, tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    raise_floors(best, path)
    path.write_text(path.read_text().replace('"gold.articles": 1', '"gold.articles": 2'))
    assert check_floors(best, path) == [
        "gold.articles is 1.0000, below its floor 2.000; list the errors and mend the rules"
    ]
