"""The picture of what may happen to a callback is the one that the code draws."""

from __future__ import annotations

from itertools import chain

from cx_app.domain.callbacks.standing import CallbackState
from scripts.callback_states import PAGE, arrows, drawn, events


def test_the_page_shows_what_the_code_does() -> None:
    assert drawn() in PAGE.read_text(), "run scripts/callback_states.py"


def test_every_state_and_every_event_is_in_the_picture() -> None:
    found = arrows()
    assert {state for arrow in found for state in arrow} == set(CallbackState)
    leads_nowhere = {name for name, _event in events()} - set(chain(*found.values()))
    assert leads_nowhere == {"agrees to texts", "no text can go", "not understood"}
