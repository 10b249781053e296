"""The figures that help texts name. They are those of the rules in force, so that no text promises
what a rule does not keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from cx_app.domain.biometrics import Cause
from cx_app.gateways import clock
from cx_app.language import LANGUAGES, Language, using
from cx_app.services.appointment_requests.reasons import REASONS, criteria_of
from cx_app.services.biometrics.words import say_hours
from cx_app.services.policy.current import defaults, in_force, policy


@dataclass(frozen=True, slots=True)
class HelpFigures:
    """Of one moment. Times of the phone are `HH:MM`, Eastern."""

    answer_minutes: int = 0
    call_minutes: int = 0
    texts: int = 0
    move_hours: int = 0
    moves: int = 0
    code_days: int = 0
    code_business_days: int = 0
    wrong_codes: int = 0
    pause_minutes: int = 0
    support_days: int = 0
    phone_from: str = ""
    phone_until: str = ""
    criteria: dict[str, dict[str, str]] = field(default_factory=dict)
    """Whom a reason for a visit is for, by language and reason."""
    offered: list[str] = field(default_factory=list)
    """`cause:` and `reason:` with what may be chosen now."""


def figures(session: Session) -> HelpFigures:
    """Those in force now."""
    return figures_from(in_force(session, clock.business(session)))


def with_hours(session: Session) -> tuple[HelpFigures, str]:
    """And when somebody answers the phone, in words."""
    rules = policy(session, clock.business(session)).biometrics
    return figures(session), say_hours(rules)


def default_figures() -> HelpFigures:
    """What the pages hold before they have asked, and for whoever has no script."""
    return figures_from({name: entry["value"] for name, entry in defaults().items()})


def figures_from(settings: Mapping[str, Any]) -> HelpFigures:
    causes = [*settings["biometrics.causes"], Cause.OTHER.value]
    return HelpFigures(
        answer_minutes=int(settings["callbacks.answer_minutes"]),
        call_minutes=int(settings["callbacks.call_minutes"]),
        texts=int(settings["callbacks.texts_a_round"]),
        move_hours=int(settings["biometrics.limit_hours"]),
        moves=int(settings["biometrics.times"]),
        code_days=int(settings["access_codes.valid_days"]),
        code_business_days=int(settings["access_codes.request_business_days"]),
        wrong_codes=int(settings["access_codes.attempts_per_account"]),
        pause_minutes=int(settings["access_codes.pause_minutes"]),
        support_days=int(settings["support.target_business_days"]),
        phone_from=str(settings["biometrics.phone_from"]),
        phone_until=str(settings["biometrics.phone_until"]),
        criteria={lang: _criteria(settings, lang) for lang in LANGUAGES},
        offered=[
            *(f"cause:{cause}" for cause in causes),
            *(f"reason:{reason}" for reason in settings["appointment_requests.reasons"]),
        ],
    )


def _criteria(settings: Mapping[str, Any], lang: Language) -> dict[str, str]:
    written = settings["appointment_requests.criteria"]
    with using(lang):
        return {str(reason): criteria_of(reason, written) for reason in REASONS}
