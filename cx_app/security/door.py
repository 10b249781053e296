"""The door: who may call which handler or route at all. Deny by default.

Every event handler and every HTTP endpoint carries exactly one tag. The middleware refuses a
handler without one. Whose case, whose client: that is for the services.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextvars import ContextVar
from enum import StrEnum
from typing import Any, Final, TypeVar

from cx_app.domain.identity import STAFF, Actor, Role

F = TypeVar("F", bound=Callable[..., Any])
TAG: Final = "__door__"


class Access(StrEnum):
    PUBLIC = "public"
    DEMO = "demo"
    """Anyone, but only in the demonstration."""
    SIGNED = "signed"
    """Systems of the agency: the endpoint checks the signature itself; no event handler."""
    SIGNED_IN = "signed_in"
    CUSTOMER = "customer"
    ASKER = "asker"
    """Whoever asks for a visit: customers, and visitors with a proven pass (VIS-1)."""
    REPRESENTATIVE_ONLY = "representative_only"
    OFFICER_ONLY = "officer_only"
    SUPERVISOR_ONLY = "supervisor_only"
    ADMIN_ONLY = "admin_only"


CUSTOMERS: Final = frozenset({Role.APPLICANT, Role.REPRESENTATIVE, Role.PARALEGAL})
ALLOWED: Final[dict[Access, frozenset[Role]]] = {
    Access.SIGNED_IN: CUSTOMERS | STAFF,
    Access.CUSTOMER: CUSTOMERS,
    Access.ASKER: CUSTOMERS | {Role.VISITOR},
    Access.REPRESENTATIVE_ONLY: frozenset({Role.REPRESENTATIVE}),
    Access.OFFICER_ONLY: STAFF,
    Access.SUPERVISOR_ONLY: frozenset({Role.SUPERVISOR, Role.ADMIN}),
    Access.ADMIN_ONLY: frozenset({Role.ADMIN}),
}
NEEDS_STAFF_SIGN_IN: Final = frozenset(
    {Access.OFFICER_ONLY, Access.SUPERVISOR_ONLY, Access.ADMIN_ONLY}
)

_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


def current_actor() -> Actor:
    """Who sent the event being handled. Raises `LookupError` where nobody is signed in."""
    actor = _actor.get()
    if actor is None:
        raise LookupError("nobody is signed in")
    return actor


def current_actor_or_none() -> Actor | None:
    return _actor.get()


def admit(actor: Actor | None) -> None:
    """Make `actor` the one who acts, for the rest of this event or request."""
    _actor.set(actor)


def access_of(function: Any) -> Access | None:
    """The tag of a handler or endpoint; None when it has none and so nobody may call it."""
    return getattr(function, TAG, None)


def allows(access: Access, actor: Actor | None, *, demo: bool) -> bool:
    """Whether this actor may come through. Unknown combinations refuse."""
    if access is Access.PUBLIC:
        return True
    if access is Access.DEMO:
        return demo
    return actor is not None and actor.role in ALLOWED.get(access, frozenset())


def _tag(access: Access) -> Callable[[F], F]:
    def mark(function: F) -> F:
        if not (inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)):
            raise TypeError(f"{function.__qualname__} must be async to be guarded")
        if access_of(function) is not None:
            raise TypeError(f"{function.__qualname__} has two tags")
        setattr(function, TAG, access)
        return function

    return mark


public = _tag(Access.PUBLIC)
demo = _tag(Access.DEMO)
signed = _tag(Access.SIGNED)
signed_in = _tag(Access.SIGNED_IN)
customer = _tag(Access.CUSTOMER)
asker = _tag(Access.ASKER)
representative_only = _tag(Access.REPRESENTATIVE_ONLY)
officer_only = _tag(Access.OFFICER_ONLY)
supervisor_only = _tag(Access.SUPERVISOR_ONLY)
admin_only = _tag(Access.ADMIN_ONLY)
