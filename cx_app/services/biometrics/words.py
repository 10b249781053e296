"""Causes, rules and requests about biometrics appointments in plain words, for people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from cx_app.domain.biometrics import (
    BiometricsRules,
    Cause,
    RescheduleRefusal,
    RescheduleState,
    Standard,
    phone_until,
)
from cx_app.domain.biometrics_desk import HomeState
from cx_app.language import _, plural, say_moment
from cx_app.services.biometrics.notice_sheet import what_a_no_show_means
from cx_app.services.biometrics.views import CauseLine, Rule
from cx_app.settings import settings

CAUSES: Final = {
    Cause.ILLNESS: (
        "Illness, a medical visit, or a hospital stay",
        "Of you, or of someone you care for.",
    ),
    Cause.TRAVEL: ("Travel that was planned before", "You planned it before the notice came."),
    Cause.LIFE_EVENT: (
        "A big event in your life",
        "Such as a wedding, a funeral or a graduation.",
    ),
    Cause.TRANSPORT: ("No way to get there", ""),
    Cause.WORK_OR_CARE: (
        "No time off from work or care",
        "You asked, and you can’t get leave, or nobody else can take over the care.",
    ),
    Cause.LATE_NOTICE: ("The notice came late, or not at all", ""),
    Cause.OTHER: (
        "Another reason",
        "In your own words. An officer reads it and decides; your appointment stays until then.",
    ),
}
"""Label and hint, as message ids (BIO-4)."""


def causes(rules: BiometricsRules) -> list[CauseLine]:
    """Those that count now, in the order of the published list; another one is always there."""
    offered = [cause for cause in Cause if cause in rules.causes or cause is Cause.OTHER]
    return [
        CauseLine(cause.value, _(CAUSES[cause][0]), _(CAUSES[cause][1]) if CAUSES[cause][1] else "")
        for cause in offered
    ]


def moves_left(count: int, rules: BiometricsRules) -> str:
    left = max(0, rules.times - count)
    return plural(
        "You can move this appointment online 1 more time.",
        "You can move this appointment online {n} more times.",
        left,
    )


def rule_words(
    refusal: RescheduleRefusal,
    starts_at: datetime | None,
    now: datetime,
    zone: ZoneInfo,
    rules: BiometricsRules,
) -> Rule:
    """The rule, what still works and until when, and what a no-show would mean (BIO-7 to BIO-9)."""
    title, why = title_and_why(refusal, rules)
    no_show = what_a_no_show_means(rules.standard)
    match refusal:
        case RescheduleRefusal.COUNT | RescheduleRefusal.FORM | RescheduleRefusal.WITHIN_HOURS:
            return Rule(refusal, title, why, _call_in_time(starts_at, now, zone, rules), no_show)
        case RescheduleRefusal.UNTIMELY:
            return Rule(refusal, title, why, _call_now(rules), _may_be_given_up(rules.standard))
        case RescheduleRefusal.NOT_SCHEDULED | RescheduleRefusal.PAUSED:
            return Rule(refusal, title, why, _questions(rules))
    return Rule(refusal, title, why)


def title_and_why(refusal: RescheduleRefusal, rules: BiometricsRules) -> tuple[str, str]:
    """The rule in a few words, and in a sentence."""
    hours = int(rules.limit.total_seconds() // 3600)
    match refusal:
        case RescheduleRefusal.COUNT:
            return _("Moved as often as online allows"), plural(
                "You can move a biometrics appointment online 1 time, and you did.",
                "You can move a biometrics appointment online {n} times, and you did.",
                rules.times,
            )
        case RescheduleRefusal.FORM:
            return _("Not online for this form"), _(
                "Biometrics appointments for this form are moved by phone only."
            )
        case RescheduleRefusal.WITHIN_HOURS:
            return _("Too close to move it online"), _(
                "Online, an appointment can be moved until {n} hours before it starts.", n=hours
            )
        case RescheduleRefusal.UNTIMELY:
            return _("The time of this appointment has passed"), _(
                "An appointment that has passed can’t be moved online, by mail or in person."
            )
        case RescheduleRefusal.NOT_PENDING:
            return _("This case is closed"), _(
                "There is nothing to move: the case needs no biometrics any more."
            )
        case RescheduleRefusal.NOT_SCHEDULED:
            return _("There is no appointment to move"), _(
                "The agency makes the first appointment and sends you a notice."
            )
        case RescheduleRefusal.PAUSED:
            return _("This account can only read, for now"), _(
                "Another account of the same person says that you should not have this case. Two "
                "officers look into it."
            )
        case RescheduleRefusal.PENDING_OTHER:
            return _("An officer is looking at your request"), _(
                "You can take the request back and choose a time with a cause from the list."
            )
        case RescheduleRefusal.NOT_A_CAUSE:
            return _("Choose a reason"), _("Choose the reason from the list again.")
        case RescheduleRefusal.WORDS:
            return _("Tell us the reason"), say_words_needed(rules)


def say_kept(hold: timedelta) -> str:
    return plural(
        "We keep the time you choose for 1 minute",
        "We keep the time you choose for {n} minutes",
        int(hold.total_seconds() // 60),
    )


def words_hint(rules: BiometricsRules) -> str:
    return _(
        "At most {most} characters. An officer reads this. Don’t send documents.",
        most=rules.words_most,
    )


def say_words_needed(rules: BiometricsRules) -> str:
    return _(
        "Tell us the reason in at least {least} and at most {most} characters.",
        least=rules.words_least,
        most=rules.words_most,
    )


def say_hours(rules: BiometricsRules) -> str:
    """When somebody answers (TA-10)."""
    return _(
        "Monday to Friday, {opens} to {closes} Eastern, not on federal holidays",
        opens=_hour(rules.phone_from.hour),
        closes=_hour(rules.phone_until.hour),
    )


def request_words(state: RescheduleState, *, passed: bool) -> tuple[str, str]:
    """`passed`: the time of the appointment is over."""
    match state:
        case RescheduleState.ASKED if passed:
            return _("An officer is looking at your request"), _(
                "You asked before the appointment began. While we decide, you are not recorded as "
                "missing it."
            )
        case RescheduleState.ASKED:
            return _("An officer is looking at your request"), _(
                "Your appointment stays as it is. If you can go, go. While we decide, you are not "
                "recorded as missing it."
            )
        case RescheduleState.APPROVED:
            return _("An officer agreed: choose a new time"), _(
                "Your old appointment stays until you have chosen."
            )
        case RescheduleState.AWAITING:
            return _("The center closed: choose a new time"), _(
                "This does not count as one of your own moves."
            )
        case RescheduleState.REFUSED:
            return _("An officer did not agree"), _("Your appointment stays as it is.")
    return "", ""


def home_words(state: HomeState, when: str) -> tuple[str, str]:
    """`when` is empty as long as no day is arranged."""
    if state is HomeState.ASKED:
        return _("Biometrics at home: we arrange a visit"), _(
            "The appointment at the center stays until the visit is arranged. Meanwhile nobody is "
            "recorded as missing it."
        )
    if state is HomeState.ARRANGED:
        title = _("Biometrics at home: the visit is arranged")
        spared = _(
            "Nobody has to go to the center, and nobody is recorded as missing the appointment "
            "there."
        )
        if not when:
            return title, spared
        comes = _("Somebody comes on {when}. Have a valid photo ID ready.", when=when)
        return title, f"{comes} {spared}"
    return _("Biometrics at home: the visit took place"), _(
        "Nobody has to go to the center for this appointment."
    )


def _call_in_time(
    starts_at: datetime | None, now: datetime, zone: ZoneInfo, rules: BiometricsRules
) -> str:
    """Nobody is sent to a phone that rings in an empty room (BIO-9)."""
    if starts_at is None:
        return _questions(rules)
    last = phone_until(starts_at, now, rules)
    if last is None:
        return _(
            "You are still in time until {until}, but nobody answers the phone before then. If you "
            "can go, go. If not, call {phone} as soon as you can: {hours}. An officer may excuse "
            "that you did not come.",
            until=say_moment(starts_at, zone),
            phone=settings.agency_phone,
            hours=say_hours(rules),
        )
    return _(
        "By phone you are still in time until {until}. Call {phone}: {hours}.",
        until=say_moment(last, zone),
        phone=settings.agency_phone,
        hours=say_hours(rules),
    )


def _call_now(rules: BiometricsRules) -> str:
    return _(
        "Call {phone} now: {hours}. An officer may excuse that you did not come, and give you "
        "another time.",
        phone=settings.agency_phone,
        hours=say_hours(rules),
    )


def _questions(rules: BiometricsRules) -> str:
    return _("Questions? Call {phone}.", phone=settings.agency_phone) + f" {say_hours(rules)}."


def _may_be_given_up(standard: Standard) -> str:
    if standard is Standard.EXTRAORDINARY:
        return _(
            "If you do not call, we may treat your filing as given up and deny it, unless "
            "something extraordinary kept you away."
        )
    return _("If you do not call, we may treat your filing as given up and deny it.")


def _hour(hour: int) -> str:
    shown = hour % 12 or 12
    return _("{n} a.m.", n=shown) if hour < 12 else _("{n} p.m.", n=shown)
