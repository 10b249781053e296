"""A client without an account reads a Form G-28 with what came by mail, and signs or says no
(REP-11). Passcode and birth date stay in the tab's state and go with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final

import reflex as rx

from cx_app import database
from cx_app.domain.access_codes import MAX_TYPED
from cx_app.domain.representation.forms import FormRefusal
from cx_app.language import _, using
from cx_app.security import door
from cx_app.security.network import network_of
from cx_app.services.representation.client import FormView
from cx_app.services.representation.passcode import decline_with, open_form, sign_with
from cx_app.services.representation.words import say_refusal
from cx_app.state.account.representation import NO_FORM
from cx_app.state.call import language_of
from cx_app.state.typed import typed_birth_date

PARTS: Final = ("month", "day", "year")


class PasscodeState(rx.State):
    loaded: bool = False
    form: FormView = NO_FORM
    problem: str = ""
    errors: dict[str, str] = {}
    summary: list[dict[str, str]] = []
    error: str = ""
    """About the signature."""
    done: str = ""

    _passcode: str = ""
    _born: str = ""

    @rx.event
    @door.public
    async def enter(self) -> None:
        """Whoever comes to the page anew starts anew, on a shared computer too."""
        self.reset()  # type: ignore[no-untyped-call]
        self.loaded = True

    @rx.event
    @door.public
    async def open(self, form: dict[str, Any]) -> Any:
        self._clear()
        self._passcode = str(form.get("passcode") or "")[:MAX_TYPED]
        born = typed_birth_date({part: str(form.get(part) or "") for part in PARTS})
        with using(language_of(self)):
            if not self._passcode.strip():
                self._flaw("passcode", _("Enter the passcode from your letter."))
            if born is None:
                self._flaw("month", _("Enter your date of birth, with month, day and year."))
        if born is None or self.summary:
            return rx.set_focus("error-summary")
        self._born = born.isoformat()
        answer = await self._call(open_form, self._passcode, self._born)
        if isinstance(answer, FormView):
            self.form = answer
            return rx.set_focus("g28-title")
        return self._refused(answer)

    @rx.event
    @door.public
    async def sign(self, form: dict[str, Any]) -> Any:
        self._clear()
        name, shown = str(form.get("signature") or ""), self.form
        answer = await self._call(sign_with, self._passcode, self._born, shown.digest, name)
        with using(language_of(self)):
            if answer is FormRefusal.UNREADABLE:
                self.error = _("Type your full name. It is your signature.")
                return rx.set_focus("signature")
            if answer is not None:
                return self._refused(answer)
            return self._over(
                _("You signed. {name} represents you now.", name=shown.representative)
            )

    @rx.event
    @door.public
    async def decline(self) -> Any:
        self._clear()
        shown = self.form
        answer = await self._call(decline_with, self._passcode, self._born)
        if answer is not None:
            return self._refused(answer)
        with using(language_of(self)):
            return self._over(_("You said no. We tell {name}.", name=shown.representative))

    @rx.event
    @door.public
    async def leave(self) -> Any:
        """Nothing of the form stays on the screen."""
        self._forget()
        return rx.set_focus("passcode")

    async def _call(self, service: Callable[..., Any], *args: Any) -> Any:
        client = self.router.session.client_ip
        network = network_of(client, self.router.headers.raw_headers)
        lang = language_of(self)

        def step() -> Any:
            with using(lang), database.write() as session:
                return service(session, network, *args)

        return await asyncio.to_thread(step)

    def _refused(self, why: FormRefusal) -> Any:
        self._forget()
        with using(language_of(self)):
            self.problem = say_refusal(why) if why is not FormRefusal.TOO_MANY else _say_wait()
        return rx.set_focus("passcode-problem")

    def _over(self, said: str) -> Any:
        self._forget()
        self.done = said
        return rx.set_focus("passcode-done")

    def _forget(self) -> None:
        self.form, self._passcode, self._born = NO_FORM, "", ""

    def _clear(self) -> None:
        self.problem = self.error = self.done = ""
        self.errors, self.summary = {}, []

    def _flaw(self, name: str, message: str) -> None:
        self.errors[name] = message
        self.summary.append({"field": name, "message": message})


def _say_wait() -> str:
    return _("Too many tries from here. Please wait an hour, or call us.")
