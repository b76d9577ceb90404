"""What the program does by itself is done step by step: one that fails is logged, and the poller goes on."""

import pytest
from django.db import OperationalError

from arclose.batch import upkeep
from arclose.batch.upkeep import Upkeep


def test_a_step_that_fails_keeps_no_other_from_its_turn(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    done: list[str] = []

    def broken() -> None:
        done.append("broken")
        raise ValueError("of this step")

    monkeypatch.setattr(upkeep, "_STEPS", [broken, lambda: done.append("next")])
    Upkeep().look()
    assert done == ["broken", "next"]
    assert "of this step" in caplog.text


def test_a_database_that_is_gone_ends_the_look(monkeypatch: pytest.MonkeyPatch):
    def lost() -> None:
        raise OperationalError

    monkeypatch.setattr(upkeep, "_STEPS", [lost])
    own = Upkeep()
    with pytest.raises(OperationalError):
        own.look()
    assert own.last is None
