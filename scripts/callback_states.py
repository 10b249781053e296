"""Draws what may happen to a callback, by trying everything in the code that may happen to it.

Usage: callback_states.py     Writes it into docs/callbacks.md. A guard test compares the two.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from cx_app.domain.callbacks import moves  # noqa: E402
from cx_app.domain.callbacks.moves import Moved  # noqa: E402
from cx_app.domain.callbacks.standing import (  # noqa: E402
    Answer,
    Callback,
    CallbackRules,
    CallbackState,
    CallOutcome,
    Step,
)

PAGE: Final = PROJECT / "docs" / "callbacks.md"
BEGIN: Final = "<!-- drawn by scripts/callback_states.py -->"
END: Final = "<!-- end of the drawing -->"

Arrow = tuple[CallbackState, CallbackState]
Event = Callable[[Callback], Moved]

RULES: Final = CallbackRules(
    answer_within=timedelta(minutes=60),
    call_within=timedelta(minutes=30),
    texts=2,
    calls=2,
    call_again=timedelta(minutes=90),
    later=timedelta(hours=2),
    texts_from=time(8),
    texts_until=time(20),
)
"""Their lengths do not matter here."""
NOON: Final = datetime(2026, 3, 3, 17, tzinfo=UTC)
TOMORROW: Final = NOON + timedelta(days=1)
SOON: Final = timedelta(minutes=1)
ENDS: Final = timedelta(hours=1, microseconds=1)
"""Longer than any hour or half hour lasts."""


def events() -> Iterator[tuple[str, Event]]:
    """All that may happen, as the table of the page calls it."""
    yield "text handed over", lambda one: moves.sending(one, NOON, RULES)
    yield "provider took it", lambda one: moves.accepted(one, NOON)
    yield "provider refused", moves.refused
    yield "nobody knows", lambda one: moves.unknown(one, NOON)
    yield "no text can go", moves.without_text
    for said in Answer:
        if said is not Answer.OTHER:
            yield said.value, partial(_answered, said=said)
    yield "not understood", lambda one: _answered(one, Answer.OTHER)
    yield "time ends", lambda one: moves.passed(one, NOON + ENDS, RULES)
    yield "officer takes it", lambda one: moves.taken(one, NOON, RULES)
    yield "officer lets go", lambda one: moves.let_go(one, NOON, RULES)
    for outcome in CallOutcome:
        words = outcome.value.replace("_", " ")
        yield words, partial(moves.called, outcome=outcome, now=NOON, rules=RULES)
    yield "put back", lambda one: moves.put_back(one, NOON, texting=True)
    yield "STOP", lambda one: moves.stopped(one, NOON, RULES)
    yield "agrees to texts", lambda one: moves.agreed(one, NOON, RULES)
    yield "taken back", moves.withdrawn


def arrows() -> dict[Arrow, list[str]]:
    """Every way that leads from one standing to another, tried from every callback that can be."""
    begun = [Callback(NOON, texting=texting) for texting in (True, False)]
    found: dict[Arrow, list[str]] = defaultdict(list)
    known, to_try = set(begun), begun
    while to_try:
        one = to_try.pop()
        for name, event in events():
            moved = event(one)
            if not isinstance(moved, Step):
                continue
            arrow = one.state, moved.callback.state
            if name not in found[arrow] and arrow[0] is not arrow[1]:
                found[arrow].append(name)
            after = _later(moved.callback)
            if after not in known:
                known.add(after)
                to_try.append(after)
    return {arrow: found[arrow] for arrow in sorted(found, key=_order) if found[arrow]}


def picture() -> str:
    """A Mermaid state diagram: each arrow once, with all that leads along it."""
    names = [name for name, _event in events()]
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {CallbackState.QUEUED}: asked for"]
    lines += [
        f"    {at} --> {to}: {', '.join(sorted(labels, key=names.index))}"
        for (at, to), labels in arrows().items()
    ]
    lines += [f"    {state} --> [*]" for state in CallbackState if not state.is_open]
    return "\n".join([*lines, "```"])


def drawn() -> str:
    return f"{BEGIN}\n{picture()}\n{END}"


def main() -> None:
    page = PAGE.read_text()
    before, after = page.split(BEGIN)[0], page.split(END)[1]
    PAGE.write_text(before + drawn() + after)


def _answered(one: Callback, said: Answer) -> Moved:
    return moves.answered(one, said, NOON, TOMORROW, RULES)


def _later(one: Callback) -> Callback:
    """A minute on, seen from noon: any hour that runs is as good as any other, and any round, so
    that there is an end to what can be tried."""
    return replace(
        one,
        asked_at=one.asked_at and NOON - SOON,
        call_by=one.call_by and NOON + SOON,
        not_before=None,
        round=1,
        calls=min(one.calls, RULES.calls),
    )


def _order(arrow: Arrow) -> tuple[int, int]:
    states = list(CallbackState)
    return states.index(arrow[0]), states.index(arrow[1])


if __name__ == "__main__":
    main()
