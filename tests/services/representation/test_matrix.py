"""Who × what × whose: every service of representation, replayed by everybody, on what is theirs,
what is another's, and what is not there. The last two must not be told apart.

A service that is added without a row here fails the build.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from bench.board import fill
from cx_app import database as db
from cx_app.domain.identity import Actor
from cx_app.domain.representation.accounts import AccountMove, Finding
from cx_app.domain.representation.authority import Action, authority
from cx_app.domain.representation.board import Asked
from cx_app.domain.representation.digests import Every
from cx_app.domain.representation.teams import TeamRole
from cx_app.models import Case, TeamInvitation, TeamMember
from cx_app.services import representation
from cx_app.services.cases.access import may_act
from cx_app.services.representation import (
    access,
    accounts,
    acting,
    applications,
    board,
    board_csv,
    client,
    dates,
    digests,
    ending,
    filed,
    forms,
    lists,
    mine,
    prepare,
    safe,
    team,
)
from tests.services.matrix import Act, answer, services_of
from tests.services.representation import people

pytestmark = pytest.mark.usefixtures("database")

ON: dict[str, tuple[str, Act]] = {
    "access.allowed": ("case", lambda s, a, id: access.allowed(s, a, id, Action.READ)),
    "access.standing": ("case", access.standing),
    "acting.acting_for_party": ("party", acting.acting_for_party),
    "acting.acting_by_receipt": ("case", lambda s, a, id: acting.acting_by_receipt(s, a, str(id))),
    "acting.acting_in_call": ("case", lambda s, a, id: acting.acting_in_call(s, a, str(id))),
    "acting.acting_in_case": ("case", acting.acting_in_case),
    "acting.acting_in_cases": ("case", lambda s, a, id: acting.acting_in_cases(s, a, [id])),
    "acting.acting_in_visit": ("case", lambda s, a, id: acting.acting_in_visit(s, a, str(id))),
    "acting.submits_for_party": ("party", acting.submits_for_party),
    "acting.submits_in_case": ("case", acting.submits_in_case),
    "accounts.decide": (
        "application",
        lambda s, a, id: accounts.decide(s, a, id, AccountMove.ACCEPT),
    ),
    "applications.look_at": ("application", applications.look_at),
    "applications.settle": (
        "application",
        lambda s, a, id: applications.settle(s, a, id, Finding.LISTED, "pending"),
    ),
    "client.decline": ("form", client.decline),
    "client.sign": ("form", lambda s, a, id: client.sign(s, a, id, "0" * 64, "Name")),
    "ending.end": ("representation", ending.end),
    "ending.withdraw": ("representation", ending.withdraw),
    "filed.filed": ("representation", filed.filed),
    "forms.client_of_mine": ("representation", forms.client_of_mine),
    "forms.form_of": ("form", forms.form_of),
    "lists.begin_list": ("list", lists.begin_list),
    "lists.drop_list": ("list", lists.drop_list),
    "lists.list_csv": ("list", lists.list_csv),
    "mine.share_messages": (
        "representation",
        lambda s, a, id: mine.share_messages(s, a, id, share=True),
    ),
    "prepare.give_back": ("form", prepare.give_back),
    "prepare.hand_over": ("form", prepare.hand_over),
    "prepare.prepare": (
        "form",
        lambda s, a, id: prepare.prepare(s, a, people.typed("IOE0912000011"), id),
    ),
    "prepare.send": ("form", lambda s, a, id: list(prepare.send(s, a, [id], "Name").values())),
    "prepare.withdraw_form": ("form", prepare.withdraw_form),
    "safe.name_safe": (
        "case",
        lambda s, a, id: safe.name_safe(s, a, id, UUID(int=1), "Rosa Delgado", "1 (IL)"),
    ),
    "safe.safe_contacts": ("case", safe.safe_contacts),
    "safe.unname_safe": ("case", lambda s, a, id: safe.unname_safe(s, a, id, UUID(int=1))),
    "team.accept": ("invitation", team.accept),
    "team.decline": ("invitation", team.decline),
    "team.leave": ("member", team.leave),
    "team.take_back": ("invitation", team.take_back),
}
"""Services that are told which: what kind of thing, and how to call them."""
OWN: dict[str, Callable[[Session, Actor], Any]] = {
    "accounts.apply": lambda s, a: isinstance(accounts.apply(s, a, people.ROSA), UUID),
    "accounts.newest_of": accounts.newest_of,
    "applications.applications": applications.applications,
    "applications.own_application": applications.own_application,
    "applications.waiting": applications.waiting,
    "board.board": lambda s, a: board.board(s, a, Asked()).rows,
    "board.everything": lambda s, a: board.everything(s, a, Asked(), 10),
    "board.open_board": board.open_board,
    "board_csv.board_csv": lambda s, a: board_csv.board_csv(s, a, Asked()).count("\r\n"),
    "client.asked_of": client.asked_of,
    "forms.colleagues": forms.colleagues,
    "forms.forms_of": lambda s, a: forms.forms_of(s, a, forms.Shelf.OPEN).forms,
    "mine.forms_waiting": mine.forms_waiting,
    "mine.my_representatives": mine.my_representatives,
    "dates.count_ahead": lambda s, a: dates.count_ahead(s, a, *people.week()),
    "dates.dates": lambda s, a: dates.dates(s, a).rows,
    "dates.dates_file": lambda s, a: dates.dates_file(s, a).count("BEGIN:VEVENT"),
    "digests.choose_digest": lambda s, a: digests.choose_digest(s, a, Every.DAY),
    "digests.digest_of": digests.digest_of,
    "lists.newest_list": lists.newest_list,
    "lists.take_list": lambda s, a: isinstance(lists.take_list(s, a, people.LIST), UUID),
    "team.invitations_of": team.invitations_of,
    "team.invited": team.invited,
    "team.invite": lambda s, a: isinstance(
        team.invite(s, a, "a@example.org", TeamRole.PARALEGAL), UUID
    ),
    "team.make_team": lambda s, a: isinstance(team.make_team(s, a, "Team"), UUID),
    "team.representatives_of": team.representatives_of,
    "team.team_of": lambda s, a: team.team_of(s, a) is not None,
}
"""Services that speak of the actor alone."""
HANDED_ON = {
    *("prepare.for_whom", "client.signed_by", "client.declined_by", "ending.close"),
    *("held.check", "held.put_acceptance_back", "held.put_refusal_back"),
    "held.put_suspension_back",
}
"""Called by services that have asked already: they take rows, which no client can send."""
PEOPLE = ("representative", "paralegal", "other representative", "client", "applicant")
MAY: dict[str, dict[str, str]] = {
    "applications.applications": dict.fromkeys(PEOPLE, "Forbidden"),
    "applications.waiting": dict.fromkeys(PEOPLE, "Forbidden"),
    "forms.forms_of": dict.fromkeys(("client", "applicant", "officer"), "Forbidden"),
    "board.board": dict.fromkeys(("client", "applicant", "officer"), "Forbidden"),
    "board.everything": dict.fromkeys(("client", "applicant", "officer"), "Forbidden"),
    "board.open_board": dict.fromkeys(("client", "applicant", "officer"), "Forbidden"),
    "board_csv.board_csv": dict.fromkeys(("client", "applicant", "officer"), "Forbidden"),
    **{
        one: dict.fromkeys(("client", "applicant", "officer"), "Forbidden")
        for one in (
            "dates.count_ahead",
            "dates.dates",
            "dates.dates_file",
            "digests.choose_digest",
            "digests.digest_of",
            "lists.newest_list",
            "lists.take_list",
        )
    },
    "accounts.apply": {"officer": "Forbidden"},
}
"""Who is refused altogether."""


@dataclass(frozen=True)
class World:
    """Rosa represents Dolores, with a paralegal; Ana represents somebody of her own."""

    actors: dict[str, Actor]
    things: dict[str, UUID]


@pytest.fixture
def world(database: str) -> World:
    rosa, ana = people.lawyer(), people.lawyer()
    dolores, bystander = people.client(), people.client()
    helper = people.paralegal(rosa)
    held = people.signed(rosa, dolores)
    people.signed(ana, people.client())
    third = people.client()
    form = people.sent(rosa, third)
    _applicant, application = people.applied()
    with db.write() as session:
        invited = team.invite(session, rosa, "new@example.org", TeamRole.PARALEGAL)
        assert isinstance(invited, UUID)
        member = session.exec(
            select(TeamMember.id).where(TeamMember.account_id == helper.account_id)
        ).one()
        assert session.get(TeamInvitation, invited)
        listed = lists.take_list(session, rosa, people.LIST)
        assert isinstance(listed, UUID)
    return World(
        {
            "representative": rosa,
            "paralegal": helper,
            "other representative": ana,
            "client": dolores.actor,
            "applicant": bystander.actor,
            "officer": people.officer(),
        },
        {
            "case": dolores.case_id,
            "party": dolores.party_id,
            "application": application,
            "form": form,
            "representation": held,
            "invitation": invited,
            "member": member,
            "list": listed,
        },
    )


def test_every_service_is_in_the_matrix() -> None:
    assert services_of(representation) == set(ON) | set(OWN) | HANDED_ON


STRANGERS = {
    "case": ("other representative", "applicant"),
    "party": ("other representative", "client", "applicant", "officer"),
    "application": ("representative", "paralegal", "other representative", "client", "applicant"),
    "form": ("other representative", "client", "applicant", "officer"),
    "representation": ("paralegal", "other representative", "applicant", "officer"),
    "invitation": ("other representative", "client", "applicant", "officer"),
    "member": ("other representative", "client", "applicant", "officer"),
    "list": ("paralegal", "other representative", "client", "applicant", "officer"),
}
"""To whom the things of the world are nothing."""


def test_a_stranger_cannot_tell_another_s_from_what_is_not_there(world: World) -> None:
    told_apart = []
    for service, (kind, act) in ON.items():
        for who in STRANGERS[kind]:
            actor = world.actors[who]
            theirs = answer(act, actor, world.things[kind])
            missing = answer(act, actor, uuid4())
            if theirs != missing:
                told_apart.append((service, who, theirs, missing))
    assert told_apart == []


def test_what_speaks_of_the_actor_alone_refuses_who_has_no_part(world: World) -> None:
    wrong = []
    for service, act in OWN.items():
        for who, actor in world.actors.items():
            said, _asked = answer(lambda s, a, _id, act=act: act(s, a), actor, uuid4())
            refused = said.split(":")[0] if said.startswith("Forbidden") else ""
            if refused != MAY.get(service, {}).get(who, ""):
                wrong.append((service, who, said))
    assert wrong == []


def test_one_client_more_than_theirs_is_not_there() -> None:
    rosa = fill(100)
    one = people.client()
    with db.read() as session:
        assert len(board.everything(session, rosa, Asked(), 5_000)) == 100
        theirs = repr(access.standing(session, rosa, one.case_id))
        assert theirs == repr(access.standing(session, rosa, uuid4()))


@pytest.mark.parametrize("form", ["I-765", "I-134A"])
def test_whoever_may_act_is_whoever_the_table_lets_submit(world: World, form: str) -> None:
    """`may_act` is what acting services ask; the table is what docs/representation.md shows."""
    case_id = world.things["case"]
    with db.write() as session:
        case = session.get_one(Case, case_id)
        case.form = form
        session.add(case)
    differ = []
    with db.read() as session:
        for who, actor in world.actors.items():
            barrier = authority(access.standing(session, actor, case_id), Action.SUBMIT)
            if may_act(session, actor, case_id) is not (barrier is None):
                differ.append((who, barrier))
    assert differ == []


def test_the_client_s_name_is_told_to_whoever_acts_and_to_nobody_else(world: World) -> None:
    with db.read() as session:
        named = {
            who
            for who, actor in world.actors.items()
            if acting.acting_in_case(session, actor, world.things["case"])
        }
    assert named == {"representative", "paralegal"}
