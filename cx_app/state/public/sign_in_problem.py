"""Why a sign-in did not work, in words."""

from __future__ import annotations

import reflex as rx

from cx_app.language import _, using
from cx_app.security import door
from cx_app.state.call import language_of


class SignInProblemState(rx.State):
    message: str = ""

    @rx.event
    @door.public
    async def load(self) -> None:
        reason = self.router.url.query_parameters.get("reason", "")
        with using(language_of(self)):
            self.message = _sentence(reason)


def _sentence(reason: str) -> str:
    match reason:
        case "cancelled":
            return _("You left the sign-in page before you were done. You can try again.")
        case "expired":
            return _("The sign-in took too long or was opened twice. Please start again.")
        case "mismatch":
            return _("The answer did not fit this browser. Close other sign-in tabs and try again.")
        case "provider_away":
            return _("The sign-in service does not answer. Please try again in a few minutes.")
        case "provider_refused":
            return _("The sign-in service refused the request. Please try again.")
        case "too_weak":
            return _("This account needs a stronger way to sign in, such as a security key.")
        case "not_staff":
            return _("This account has no staff role. Ask your administrator for one.")
        case "busy":
            return _("Too many sign-ins from this network. Please wait a minute and try again.")
        case "other_session":
            return _("This page was from an earlier sign-in. Go to your account and try again.")
    return _("The sign-in did not work. Please try again.")
