"""What the form for a visit needs to know, and what it starts from: nothing is typed twice."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from cx_app.domain.appointment_forms import (
    NOBODY_KNOWN,
    Flaws,
    Step,
    details_of,
    flaws_of,
    travel_day,
)
from cx_app.domain.appointment_requests import AskedAs, RequestReason
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Channel
from cx_app.gateways import clock
from cx_app.language import NAMES, _, known, language, say_date
from cx_app.services.appointment_requests.access import people_in_form
from cx_app.services.appointment_requests.expect import Expected, expected
from cx_app.services.appointment_requests.places import days_ahead, serving
from cx_app.services.appointment_requests.reasons import criteria_of, reason_title
from cx_app.services.appointment_requests.submit import OpenAlready, Paused, known_of
from cx_app.services.appointment_requests.words import NEEDS, say_span, say_wish
from cx_app.services.drafts.steps import ReviewLine
from cx_app.services.messages.reach import living
from cx_app.services.policy.current import policy
from cx_app.services.visitors.passes import own_pass

ZIP: re.Pattern[str] = re.compile(r"([0-9]{5})(-[0-9]{4})?\Z")


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FormPage:
    whom: list[Option] = field(default_factory=list)
    days: list[Option] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    """Offered now."""
    criteria: dict[str, str] = field(default_factory=dict)
    """Whom each of them is for."""
    travel_reasons: list[str] = field(default_factory=list)
    start: dict[str, str] = field(default_factory=dict)
    """What the account knows of whoever asks, by field."""
    zips: dict[str, str] = field(default_factory=dict)
    """By party: the ZIP code of the residence on file."""


def form_page(session: Session, actor: Actor) -> FormPage:
    now = clock.business(session)
    rules = policy(session, now).requests
    people = people_in_form(session, actor)
    alone = {one.asked_as for one in people} == {AskedAs.SELF} and len(people) == 1
    start = {
        "whom": str(people[0].party.id) if alone else "" if people else NOBODY_KNOWN,
        "phone": _proven(session, actor, Channel.SMS),
        "language": language(),
    }
    return FormPage(
        whom=[
            *(
                Option(str(one.party.id), f"{one.person.full_name} · {one.case.form}")
                for one in people
            ),
            Option(NOBODY_KNOWN, _("Somebody else, or me without a case here")),
        ],
        days=[Option(day.isoformat(), say_date(day)) for day in days_ahead(session, now)],
        reasons=[str(one) for one in rules.reasons],
        criteria={str(one): criteria_of(one, rules.criteria) for one in rules.reasons},
        travel_reasons=[str(one) for one in rules.travel_reasons],
        start=start,
        zips={str(one.party.id): _zip(one.person.residence) for one in people},
    )


def _proven(session: Session, actor: Actor, channel: Channel) -> str:
    """The number or address that was proven: by the account, or by the visitor just now."""
    if actor.role is Role.VISITOR:
        proven = own_pass(session, actor)
        return (proven.value or "") if proven.channel == channel else ""
    contact = living(session, actor.account_id, channel)
    return (contact.value or "") if contact and contact.verified_at else ""


def flaws(session: Session, actor: Actor, step: Step, typed: Mapping[str, str]) -> Flaws:
    """What stands in the way of leaving a step."""
    now = clock.business(session)
    people = {str(one.party.id): one for one in people_in_form(session, actor)}
    facts = known_of(session, people, serving(session, typed.get("zip", "")), now)
    return flaws_of(step, typed, facts, policy(session, now).requests, now)


def furthest(session: Session, actor: Actor, typed: Mapping[str, str]) -> Step:
    """The first step that still lacks something; the last one when none does."""
    for step in Step:
        if flaws(session, actor, step, typed):
            return step
    return Step.CHECK


def office_for(session: Session, actor: Actor, zip_code: str) -> str:
    """Name and address of the office that serves a ZIP code; empty when there is none."""
    return serving(session, zip_code).place


def review(session: Session, actor: Actor, typed: Mapping[str, str]) -> list[ReviewLine]:
    """What was told so far, to check before it is sent."""
    people = {str(one.party.id): one for one in people_in_form(session, actor)}
    whom = people.get(typed.get("whom", ""))
    name = whom.person.full_name if whom else f"{typed['given_name']} {typed['family_name']}"
    told = details_of(typed)
    travel = travel_day(typed) if typed["reason"] in travel_reasons(session) else None
    lines = [
        (Step.REASON, _("Reason"), _(reason_title(typed["reason"]))),
        (Step.REASON, _("Day of travel"), say_date(travel) if travel else ""),
        (Step.PERSON, _("For"), name),
        (Step.PERSON, _("Phone"), typed["phone"]),
        ("", _("E-mail"), _proven(session, actor, Channel.EMAIL)),
        (Step.PERSON, _("Language"), NAMES[known(typed["language"])]),
        (Step.OFFICE, _("Office"), serving(session, typed["zip"]).place),
        (Step.OFFICE, _("Times that suit you"), "; ".join(map(say_wish, told.wishes))),
        (Step.OFFICE, _("Days you can’t come"), "; ".join(map(say_span, told.away))),
        (Step.MORE, _("Help that you need"), ", ".join(_(NEEDS[one]) for one in told.needs)),
        (Step.MORE, _("About that help"), told.needs_words),
        (Step.MORE, _("What you told us"), told.note),
    ]
    return [
        ReviewLine(step, question, answer or _("Nothing"))
        for step, question, answer in lines
        if answer or question in (_("Times that suit you"), _("What you told us"))
    ]


def travel_reasons(session: Session) -> frozenset[RequestReason]:
    return policy(session, clock.business(session)).requests.travel_reasons


def answer_by(session: Session, actor: Actor, reason: str) -> Expected | None:
    """By when an answer to a request made now can be expected."""
    if reason not in set(RequestReason):
        return None
    now = clock.business(session)
    return expected(session, RequestReason(reason), now, now - now, now)


def _zip(residence: str | None) -> str:
    lines = json.loads(residence) if residence else []
    found = ZIP.search(lines[-1]) if lines else None
    return found[0] if found else ""


def say_not_taken(why: str) -> str:
    """Why a request was not taken, by the `why` of the answer."""
    match why:
        case OpenAlready.why:
            return _("There is an open request for this person and this reason.")
        case Paused.why:
            return _("We are checking who may use this case. Until then, please call us.")
    return _("You sent many requests. Please wait a day, or take one of them back.")
