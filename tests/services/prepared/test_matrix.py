"""Who × what × whose: every service of prepared requests, replayed by everybody, on what is theirs,
what is another's, and what is not there. The last two must not be told apart.

A service that is added without a row here fails the build.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from cx_app import database as db
from cx_app.domain.identity import Actor
from cx_app.models import Account
from cx_app.services import prepared
from cx_app.services.prepared import (
    access,
    biometrics,
    calls,
    codes,
    forms,
    queue,
    review,
    show,
    submit,
    visits,
)
from tests import factories
from tests.services.appointment_requests.asking import typed
from tests.services.matrix import Act, answer, services_of
from tests.services.prepared import people
from tests.services.representation.people import client, lawyer, officer, paralegal
from tests.services.representation.people import signed as signed_for

pytestmark = pytest.mark.usefixtures("database")

ON: dict[str, tuple[str, Act]] = {
    "access.prepared_of": ("prepared", access.prepared_of),
    "biometrics.prepare_move": (
        "biometrics",
        lambda s, a, id: biometrics.prepare_move(s, a, id, biometrics.Wanted("travel")),
    ),
    "biometrics.waiting_move": ("biometrics", biometrics.waiting_move),
    "biometrics.wished_times": (
        "biometrics",
        lambda s, a, id: biometrics.wished_times(s, a, id, []),
    ),
    "calls.preparing_call": ("case", lambda s, a, id: calls.preparing_call(s, a, id, "")),
    "calls.send_call": (
        "case",
        lambda s, a, id: calls.send_call(s, a, {"case_id": str(id)}, uuid4().hex, ""),
    ),
    "codes.send_code": (
        "account",
        lambda s, a, id: type(codes.send_code(s, a, "IOE0912000011", factories.BORN, id)),
    ),
    "review.delete": ("prepared", review.delete),
    "review.open_again": ("prepared", review.open_again),
    "review.send_back": ("prepared", lambda s, a, id: review.send_back(s, a, id, "Note")),
    "show.prepared_view": ("prepared", show.prepared_view),
    "submit.submit_prepared": ("prepared", submit.submit_prepared),
    "visits.preparing_visit": ("party", lambda s, a, id: visits.preparing_visit(s, a, id, "")),
    "visits.send_visit": (
        "party",
        lambda s, a, id: visits.send_visit(s, a, typed(str(id)), uuid4().hex),
    ),
}
OWN: dict[str, Callable[[Session, Actor], Any]] = {
    "forms.forms_to_sign": forms.forms_to_sign,
    "queue.prepared_page": lambda s, a: queue.prepared_page(s, a, queue.Asked()).rows,
    "queue.to_review": queue.to_review,
    "queue.waiting_for": queue.waiting_for,
}
HANDED_ON = {
    *("hand_in.hand_in", "hand_in.note", "biometrics.said_times"),
    *("access.of_form", "access.whom_to_prepare"),
}
"""Called by services that have asked already; those of `access` ask by what the actor may reach."""
PART = ("representative", "paralegal")
OUTSIDE = ("other representative", "other paralegal", "client", "applicant", "officer")


@pytest.fixture
def world(database: str) -> tuple[dict[str, Actor], dict[str, UUID]]:
    """Rosa and her paralegal, with something prepared; another office that has nothing of it."""
    who = people.firm()
    comes = people.client_with_biometrics(who.rosa)
    waiting = people.prepared(people.visit(who.pilar, who.one))
    ana = lawyer()
    signed_for(ana, client())
    with db.write() as session:
        nobody = factories.actor_for(factories.account(session))
        assert session.get(Account, who.rosa.account_id)
    actors = {
        "representative": who.rosa,
        "paralegal": who.pilar,
        "other representative": ana,
        "other paralegal": paralegal(ana),
        "client": who.one.actor,
        "applicant": nobody,
        "officer": officer(),
    }
    things = {
        "prepared": waiting,
        "biometrics": comes.appointment_id,
        "case": comes.case_id,
        "party": comes.party_id,
        "account": who.rosa.account_id,
    }
    return actors, things


def test_every_service_is_in_the_matrix() -> None:
    assert services_of(prepared) == set(ON) | set(OWN) | HANDED_ON


def test_a_stranger_cannot_tell_another_s_from_what_is_not_there(
    world: tuple[dict[str, Actor], dict[str, UUID]],
) -> None:
    actors, things = world
    told_apart = []
    for service, (kind, act) in ON.items():
        for who in OUTSIDE:
            theirs = answer(act, actors[who], things[kind])
            missing = answer(act, actors[who], uuid4())
            if kind == "biometrics":  # as on the page itself, whose ids nobody can guess
                theirs, missing = (theirs[0], 0), (missing[0], 0)
            if theirs != missing:
                told_apart.append((service, who, theirs, missing))
    assert told_apart == []


def test_only_who_has_a_part_in_it_reads_and_only_a_representative_submits(
    world: tuple[dict[str, Actor], dict[str, UUID]],
) -> None:
    actors, things = world
    reads = {
        who
        for who, actor in actors.items()
        if answer(show.prepared_view, actor, things["prepared"])[0].startswith("PreparedView")
    }
    assert reads == set(PART)
    submits = {
        who
        for who, actor in actors.items()
        if answer(submit.submit_prepared, actor, things["prepared"])[0].startswith("Done")
    }
    assert submits == {"representative"}
    returns = {
        who
        for who, actor in actors.items()
        if answer(ON["review.send_back"][1], actor, things["prepared"])[0] == "None"
    }
    assert returns == {"representative"}


def test_a_queue_is_for_representatives_and_paralegals_alone(
    world: tuple[dict[str, Actor], dict[str, UUID]],
) -> None:
    actors, _things = world
    for who in ("client", "applicant", "officer"):
        for service in ("forms.forms_to_sign", "queue.prepared_page"):
            said, _asked = answer(lambda s, a, _id, of=service: OWN[of](s, a), actors[who], uuid4())
            assert said.startswith("Forbidden"), (service, who)
    for who in ("other representative", "other paralegal"):
        with db.read() as session:
            assert queue.prepared_page(session, actors[who], queue.Asked()).rows == []
    with db.read() as session:
        counts = {who: queue.waiting_for(session, actor) for who, actor in actors.items()}
    assert counts == dict.fromkeys(actors, 0) | {"representative": 1}
