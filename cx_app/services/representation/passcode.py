"""A client without an account signs with the passcode that was mailed to their own residence
(REP-11). It is shown to nobody else, the representative included; one answer for every failure."""

from __future__ import annotations

import hmac

from sqlmodel import Session, col, select

from cx_app.domain.access_codes import parse_code
from cx_app.domain.identity import Actor
from cx_app.domain.representation.forms import FormRefusal, FormState
from cx_app.domain.visitors import Counted
from cx_app.gateways import clock
from cx_app.models import G28, Case, G28Passcode, Party, Person
from cx_app.security.crypto import fingerprints
from cx_app.services.audit.record import record
from cx_app.services.cases.access import is_suspended, on_protected_side
from cx_app.services.policy.current import policy
from cx_app.services.representation.client import FormView, declined_by, signed_by, view
from cx_app.services.visitors.limits import UNKNOWN_NETWORK, count, within
from cx_app.services.visitors.passes import visitor

Asked = tuple[G28, Case, Party]


def open_form(session: Session, network: str, passcode: str, born: str) -> FormView | FormRefusal:
    """What the passcode and the birth date open, as long as the form waits."""
    found = _find(session, network, passcode, born)
    return found if isinstance(found, FormRefusal) else view(session, *found[1])


def sign_with(
    session: Session, network: str, passcode: str, born: str, digest: str, signature: str
) -> FormRefusal | None:
    found = _find(session, network, passcode, born)
    if isinstance(found, FormRefusal):
        return found
    row, asked = found
    refused = signed_by(session, _actor(network), asked, digest, signature)
    if refused is None:
        _use_up(session, row)
    return refused


def decline_with(session: Session, network: str, passcode: str, born: str) -> FormRefusal | None:
    found = _find(session, network, passcode, born)
    if isinstance(found, FormRefusal):
        return found
    row, asked = found
    refused = declined_by(session, _actor(network), asked)
    if refused is None:
        _use_up(session, row)
    return refused


def _find(
    session: Session, network: str, passcode: str, born: str
) -> tuple[G28Passcode, Asked] | FormRefusal:
    """The same statements run whatever is wrong; a try is counted before it is judged."""
    now = clock.business(session)
    in_force = policy(session, now)
    subjects = {Counted.LOOKS_FROM: network or UNKNOWN_NETWORK}
    if not within(session, subjects, in_force.visitors):
        return FormRefusal.TOO_MANY
    typed = parse_code(passcode) or ""
    row = session.exec(
        select(G28Passcode, G28, Case, Person)
        .join(G28, col(G28.id) == G28Passcode.form_id)
        .join(Party, col(Party.id) == G28.client_party_id)
        .join(Case, col(Case.id) == Party.case_id)
        .join(Person, col(Person.id) == Party.person_id)
        .where(
            col(G28Passcode.code_hash).in_(fingerprints(typed, "g28_passcode")),
            col(Case.protected).is_(False),
            on_protected_side(),
            ~is_suspended(col(G28.representative_id), G28),
        )
        .with_for_update(of=[G28Passcode, G28])
        .execution_options(populate_existing=True)
    ).first()
    hashes = fingerprints(born, "birth_date")
    on_file = (row[3].birth_date_hash if row else None) or ""
    same = True in {hmac.compare_digest(one, on_file) for one in hashes}
    tries = in_force.representation.passcode_tries
    opens = row is not None and _is_open(row[0], row[1], tries)
    if row is None or not (opens and same):
        count(session, subjects)
        if row is not None and not same:
            row[0].tries += 1
            session.add(row[0])
        record(session, _actor(network), "g28.open", FormRefusal.WRONG_PASSCODE)
        return FormRefusal.WRONG_PASSCODE
    passcode_row, form, case, _person = row
    party = session.get_one(Party, form.client_party_id)
    if form.answer_by is not None and now >= form.answer_by:
        return FormRefusal.TOO_LATE
    return passcode_row, (form, case, party)


def _is_open(passcode: G28Passcode, form: G28, tries: int) -> bool:
    unused = passcode.used_at is None and passcode.tries < tries
    return unused and form.state == FormState.AWAITING


def _use_up(session: Session, row: G28Passcode) -> None:
    row.used_at = clock.business(session)
    session.add(row)


def _actor(network: str) -> Actor:
    return visitor(None, network)
