"""The guard against the marked passages, with the arithmetic of the scorer that judges it; and its model made anew."""

import importlib.util
import json

import pytest

from faelled.core.guard.__main__ import asked
from tests.shared import SHARED, shared_data

FLOORS = {"covered": 0.90, "missed": 0.15, "alarmed": 0.25, "precise": 0.88, "PERSON": 0.90}


def scorer():
    path = SHARED / "tools" / "score_guard.py"
    if not path.is_file():
        pytest.skip("the scorer is absent")
    spec = importlib.util.spec_from_file_location("score_guard", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.once
def test_the_passages_written_for_the_guard_stay_above_the_floors():
    score = scorer()
    gold = score.read_jsonl(shared_data("guard", "experiences-dev.jsonl"))
    found = [score.norm([(f.start, f.end, f.type.value) for f in asked(one["text"])], {}) for one in gold]
    per, docs, _, _, _ = score.score(gold, found)
    core = score.figures(score.total(per, lambda kind: kind not in score.SOFT))
    assert core["covered"] >= FLOORS["covered"]
    assert core["any_precision"] >= FLOORS["precise"]
    assert score.figures(per["PERSON"])["covered"] >= FLOORS["PERSON"]
    assert docs["core_missed"] <= FLOORS["missed"] * docs["core"]
    assert docs["clean_alarm"] <= FLOORS["alarmed"] * docs["clean"]


@pytest.mark.long
@pytest.mark.once
def test_the_model_in_the_package_is_what_the_command_makes(tmp_path):
    from faelled.site.command import guarding

    data = shared_data("guard", "uner_danish_ddt").parent
    assert guarding.train(data, tmp_path / "names.bin") == 0
    made = (tmp_path / "names.bin").read_bytes()
    assert len(made) <= 3_000_000
    assert made == guarding.MODEL.read_bytes()


@pytest.mark.once
def test_every_frame_can_be_filled_and_its_names_lie_where_they_stand():
    import random

    from faelled.core.guard.names import model
    from faelled.site.command import guarding
    from faelled.site.command.naming import Names

    draw = random.Random(2)
    names = Names(draw, guarding.FRAMES)
    for frame in sorted(set(guarding.frames(draw))):
        text = guarding.filled(frame, names)
        assert "{" not in text.text and "}" not in text.text, frame
        for start, end, label in text.spans:
            assert text.text[start:end].strip() == text.text[start:end] != "", frame
            assert label in {model.BEGIN, model.PUBLIC}


def test_the_command_line_leaves_out_what_is_only_asked_about():
    text = "Vi læste Pippi Langstrømpe for Thilde."
    assert [text[f.start : f.end] for f in asked(text)] == ["Thilde"]
    assert json.dumps([f.type.value for f in asked(text)]) == '["PERSON"]'
