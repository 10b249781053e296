"""The life of a Form G-28 filed online (REP-1, REP-11, REP-13). `after` alone says what may follow
what; docs/representation.md is drawn from `MOVES`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from cx_app.domain.cases import PartyRole
from cx_app.domain.representation.rules import RepresentationRules


class FormState(StrEnum):
    DRAFT = "draft"
    """A representative or a paralegal writes it."""
    REVIEW = "review"
    """A paralegal is done: it waits for the representative whom it names."""
    AWAITING = "awaiting"
    """Signed by the representative; the client has it."""
    SIGNED = "signed"
    """By both sides: in force."""
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    """By the representative, before or after the client signed."""
    ENDED = "ended"
    """By the client, by the agency, or with the matter."""
    REPLACED = "replaced"
    """The client signed another one for the same role (REP-1)."""


LIVE: Final = frozenset({FormState.DRAFT, FormState.REVIEW, FormState.AWAITING, FormState.SIGNED})
"""Of one representative there is one such form for one client in one case."""


class FormMove(StrEnum):
    HAND_OVER = "hand_over"
    """To the representative, for review."""
    RETURN = "return"
    SEND = "send"
    """The representative signs, and it goes to the client."""
    SIGN = "sign"
    DECLINE = "decline"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    END = "end"
    REPLACE = "replace"


class By(StrEnum):
    REPRESENTATIVE = "representative"
    PARALEGAL = "paralegal"
    CLIENT = "client"
    SYSTEM = "system"
    """The clock, the agency's feed, or another form that the client signed."""


class FormRefusal(StrEnum):
    """Why a move is not made."""

    OVER = "over"
    DONE_BEFORE = "done_before"
    """It stands where the move leads: a second click, or a replay."""
    NOT_FROM_HERE = "not_from_here"
    NOT_THEIRS = "not_theirs"
    TOO_LATE = "too_late"
    TOO_EARLY = "too_early"
    CHANGED = "changed"
    """What was shown is not what would be signed."""
    ALREADY = "already"
    """There is a live one of this representative for this client."""
    ONESELF = "oneself"
    """Nobody represents themselves."""
    TOO_MANY = "too_many"
    NOT_ACCEPTED = "not_accepted"
    WRONG_PASSCODE = "wrong_passcode"
    UNREADABLE = "unreadable"
    """Something that was typed cannot be read; the fields say what."""


_STAFF: Final = frozenset({By.REPRESENTATIVE, By.PARALEGAL})
_REPRESENTATIVE: Final = frozenset({By.REPRESENTATIVE})
_CLIENT: Final = frozenset({By.CLIENT})
_SYSTEM: Final = frozenset({By.SYSTEM})
S, M = FormState, FormMove
MOVES: Final[Mapping[tuple[FormState, FormMove], tuple[FormState, frozenset[By]]]] = {
    (S.DRAFT, M.HAND_OVER): (S.REVIEW, _STAFF),
    (S.DRAFT, M.SEND): (S.AWAITING, _REPRESENTATIVE),
    (S.DRAFT, M.WITHDRAW): (S.WITHDRAWN, _STAFF),
    (S.REVIEW, M.RETURN): (S.DRAFT, _STAFF),
    (S.REVIEW, M.SEND): (S.AWAITING, _REPRESENTATIVE),
    (S.REVIEW, M.WITHDRAW): (S.WITHDRAWN, _STAFF),
    (S.AWAITING, M.SIGN): (S.SIGNED, _CLIENT),
    (S.AWAITING, M.DECLINE): (S.DECLINED, _CLIENT),
    (S.AWAITING, M.EXPIRE): (S.EXPIRED, _SYSTEM),
    (S.AWAITING, M.WITHDRAW): (S.WITHDRAWN, _REPRESENTATIVE),
    (S.AWAITING, M.END): (S.ENDED, _SYSTEM),
    (S.SIGNED, M.WITHDRAW): (S.WITHDRAWN, _REPRESENTATIVE),
    (S.SIGNED, M.END): (S.ENDED, _CLIENT | _SYSTEM),
    (S.SIGNED, M.REPLACE): (S.REPLACED, _SYSTEM),
}
"""From a state by a move: to which state, and who makes it."""


@dataclass(frozen=True, slots=True)
class Form:
    """A Form G-28 as far as its moves need it. Instants on the business clock."""

    state: FormState = FormState.DRAFT
    digest: str = ""
    """Of what the representative signed; empty before."""
    sent_at: datetime | None = None
    answer_by: datetime | None = None
    """From this instant on the client cannot sign any more."""
    signed_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def in_force(self) -> bool:
        return self.state is FormState.SIGNED


def after(
    form: Form,
    move: FormMove,
    by: By,
    now: datetime,
    rules: RepresentationRules,
    *,
    digest: str = "",
) -> Form | FormRefusal:
    """The form after a move, or why it is not made. `digest` is of what whoever signs was shown."""
    if refused := refusal(form, move, by, now, digest=digest):
        return refused
    to, _who = MOVES[form.state, move]
    moved = replace(form, state=to)
    match move:
        case FormMove.SEND:
            return replace(moved, digest=digest, sent_at=now, answer_by=now + rules.answer)
        case FormMove.SIGN:
            return replace(moved, signed_at=now)
    return moved if to in LIVE else replace(moved, ended_at=now)


def refusal(
    form: Form, move: FormMove, by: By, now: datetime, *, digest: str = ""
) -> FormRefusal | None:
    """Why a move is not made. Whose move it is comes first: nobody learns by trying where a form of
    somebody else's side stands."""
    steps = [step for (_at, one), step in MOVES.items() if one is move]
    if not any(by in who for _to, who in steps):
        return FormRefusal.NOT_THEIRS
    step = MOVES.get((form.state, move))
    if step is None:
        if form.state in {to for to, _who in steps}:
            return FormRefusal.DONE_BEFORE
        return FormRefusal.NOT_FROM_HERE if form.state in LIVE else FormRefusal.OVER
    _to, who = step
    if by not in who:
        return FormRefusal.NOT_THEIRS
    return _of_time(form, move, now) or _of_words(form, move, digest)


def _of_time(form: Form, move: FormMove, now: datetime) -> FormRefusal | None:
    late = form.answer_by is not None and now >= form.answer_by
    if move in (FormMove.SIGN, FormMove.DECLINE) and late:
        return FormRefusal.TOO_LATE
    if move is FormMove.EXPIRE and not late:
        return FormRefusal.TOO_EARLY
    return None


def _of_words(form: Form, move: FormMove, digest: str) -> FormRefusal | None:
    """Both sign the same words, and nobody signs words that they were not shown."""
    if move is FormMove.SEND and not digest:
        return FormRefusal.CHANGED
    if move is FormMove.SIGN and digest != form.digest:
        return FormRefusal.CHANGED
    return None


@dataclass(frozen=True, slots=True)
class Wording:
    """What both sides sign. Another value of any of these is another document."""

    form_id: str
    receipt: str
    client_name: str
    client_born: str
    representative_name: str
    capacity: str
    licence: str
    """Bar number and state, or the recognized organization."""
    address: tuple[str, ...]
    notices_to_representative: bool
    """Notices go to the representative's business address (REP-4)."""
    beside: bool
    """Beside whoever represents the client now, and not in their place."""
    edition: str = "2026-11"
    """Of the sentences that are signed; a change of them is a new edition."""


def digest_of(wording: Wording) -> str:
    """SHA-256 over the words in one fixed order, so that anybody can make it again."""
    fields = {name: getattr(wording, name) for name in Wording.__slots__}
    written = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def may_be_client(
    role: PartyRole, form: str, rules: RepresentationRules, *, protected: bool, named: bool
) -> bool:
    """Whether somebody in this role of a case can be a client on a form filed online (REP-2,
    REP-12, OAC-16)."""
    if protected and not named:
        return False
    return role in rules.client_roles and form not in rules.excluded_forms
