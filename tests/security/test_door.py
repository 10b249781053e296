"""The door: deny by default, one tag each, and what each role may come through."""

from __future__ import annotations

from contextvars import copy_context
from uuid import uuid4

import pytest

from cx_app.domain.identity import Actor, Role
from cx_app.security import door
from cx_app.security.door import ALLOWED, NEEDS_STAFF_SIGN_IN, Access, access_of, admit, allows

EVERYONE: tuple[Role | None, ...] = (None, *Role)
CUSTOMERS = {Role.APPLICANT, Role.REPRESENTATIVE, Role.PARALEGAL}
STAFF = {Role.OFFICER, Role.SUPERVISOR, Role.ADMIN}
EXPECTED: dict[Access, set[Role | None]] = {
    Access.PUBLIC: set(EVERYONE),
    Access.DEMO: set(EVERYONE),
    Access.SIGNED: set(),
    Access.SIGNED_IN: {*CUSTOMERS, *STAFF},
    Access.CUSTOMER: {*CUSTOMERS},
    Access.ASKER: {*CUSTOMERS, Role.VISITOR},
    Access.REPRESENTATIVE_ONLY: {Role.REPRESENTATIVE},
    Access.OFFICER_ONLY: {*STAFF},
    Access.SUPERVISOR_ONLY: {Role.SUPERVISOR, Role.ADMIN},
    Access.ADMIN_ONLY: {Role.ADMIN},
}


def actor(role: Role | None) -> Actor | None:
    return None if role is None else Actor(uuid4(), role)


@pytest.mark.parametrize("access", list(Access))
def test_exactly_these_may_come_through(access: Access) -> None:
    through = {role for role in EVERYONE if allows(access, actor(role), demo=True)}
    assert through == EXPECTED[access]


@pytest.mark.parametrize("role", EVERYONE)
def test_outside_the_demonstration_the_demo_door_is_shut(role: Role | None) -> None:
    assert not allows(Access.DEMO, actor(role), demo=False)


def test_doors_of_staff_need_the_staff_sign_in() -> None:
    assert {access for access, roles in ALLOWED.items() if roles <= STAFF} == NEEDS_STAFF_SIGN_IN


def test_without_a_tag_there_is_no_access() -> None:
    async def handler() -> None: ...

    assert access_of(handler) is None
    assert access_of(door.customer(handler)) is Access.CUSTOMER


def test_a_second_tag_is_refused() -> None:
    @door.public
    async def handler() -> None: ...

    with pytest.raises(TypeError, match="two tags"):
        door.admin_only(handler)


def test_only_async_functions_can_be_guarded() -> None:
    def handler() -> None: ...

    with pytest.raises(TypeError, match="must be async"):
        door.public(handler)


def test_the_actor_is_known_for_this_event_only() -> None:
    someone = actor(Role.APPLICANT)

    def event() -> Actor:
        admit(someone)
        return door.current_actor()

    assert copy_context().run(event) is someone
    assert door.current_actor_or_none() is None
    with pytest.raises(LookupError):
        door.current_actor()
