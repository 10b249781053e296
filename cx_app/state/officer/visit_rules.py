"""Reasons, targets and limits: what holds, what is planned, and a change from a day on."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import reflex as rx

from cx_app.security import door
from cx_app.services.policy.edit import RuleLine, Rules, change_rule, rules
from cx_app.services.policy.rule_words import MISTAKES
from cx_app.state.call import ask, do

NO_RULES: Final = Rules("", may_change=False)
NO_RULE: Final = RuleLine("", "", "", "", "", "", "", "", "", "")


class VisitRulesState(rx.State):
    shown: Rules = NO_RULES
    changing: RuleLine = NO_RULE
    done: str = ""
    problem: str = ""
    loaded: bool = False

    @rx.event
    @door.supervisor_only
    async def load(self) -> None:
        self.changing, self.done, self.problem = NO_RULE, "", ""
        self.shown = await ask(self, rules)
        self.loaded = True

    @rx.event
    @door.admin_only
    async def begin(self, name: str) -> Any:
        self.done = self.problem = ""
        self.changing = next((one for one in self.shown.lines if one.name == name), NO_RULE)
        return rx.set_focus("changing")

    @rx.event
    @door.admin_only
    async def close(self) -> None:
        self.changing, self.problem = NO_RULE, ""

    @rx.event
    @door.admin_only
    async def change(self, form: dict[str, Any]) -> Any:
        typed = {str(name): str(value) for name, value in form.items() if value}
        day = _day(typed.get("from_day", ""))
        mistake = await do(self, change_rule, self.changing.name, typed, day)
        if mistake is not None:
            self.problem = MISTAKES[mistake]
            return rx.set_focus("problem")
        self.done = f"“{self.changing.title}” changes from the day you chose."
        self.changing, self.problem = NO_RULE, ""
        self.shown = await ask(self, rules)
        return rx.set_focus("done")


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
