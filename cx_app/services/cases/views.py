"""What screens show of a case: frozen, translated, and already filtered for the actor."""

from __future__ import annotations

from dataclasses import dataclass, field

from cx_app.domain.cases import Turn, form_name, hold_words, status_of, turn_of
from cx_app.language import _, say_date
from cx_app.models import Case, CaseEvent
from cx_app.services.progress.views import NOT_SHOWN, Progress


@dataclass(frozen=True, slots=True)
class CaseCard:
    """One case in a list."""

    id: str
    form: str
    form_name: str
    receipt_number: str
    status_title: str
    status_sentence: str
    since: str
    """The day of the status, in words."""
    turn: str
    turn_label: str
    followed: bool = False
    """By receipt number alone."""
    represented: bool = False
    client: str = ""
    """Whom the reader represents in it, where a list says so."""
    next_visit: str = ""
    """The nearest appointment, in words; empty for none."""
    biometrics_id: str = ""
    """Of the page of that appointment, where it can be moved."""
    code_news: str = ""
    """How far an open request for a code is."""


@dataclass(frozen=True, slots=True)
class VisitLine:
    name: str
    when: str
    """In the office's own time zone."""
    where: str
    biometrics_id: str = ""
    """Of the page that shows and moves it; empty for other appointments."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    day: str
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class LinkLine:
    """An account of the same party that linked the case (design 7, link facts)."""

    account: str
    """Masked e-mail, or 'you'."""
    day: str
    id: str = ""
    own: bool = False
    disputed: bool = False
    can_dispute: bool = False


@dataclass(frozen=True, slots=True)
class SharedLine:
    """A message to a client, as their representative reads it (REP-21)."""

    when: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """A representative's part in a case, which they can leave."""

    id: str
    client: str


@dataclass(frozen=True, slots=True)
class LifeStep:
    what: str
    when: str


@dataclass(frozen=True, slots=True)
class CodeLine:
    """How far a request for a code is, or a code that came without one."""

    title: str
    state: str
    tone: str
    next: str
    """What happens next and by when, or what to do; empty when it is over."""
    steps: list[LifeStep] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CasePage:
    card: CaseCard
    received: str
    capacity: str
    history: list[HistoryLine] = field(default_factory=list)
    links: list[LinkLine] = field(default_factory=list)
    codes: list[CodeLine] = field(default_factory=list)
    """Of the very same party, or the representative's own (3.3-11)."""
    representative: str = ""
    pair: str = ""
    """Whether the other one of applicant and representative has been sent a code."""
    paused: str = ""
    """That and until when this account only reads; empty when it may act (CLAIM-3)."""
    undo_day: str = ""
    """If it is removed now, the last day to take that back; empty where it can't be removed."""
    visits: list[VisitLine] = field(default_factory=list)
    hold: str = ""
    """That and why the agency put the case aside; empty when it did not."""
    inquiry: str = ""
    """The day from which the agency takes questions about the case; empty when unknown."""
    progress: Progress = NOT_SHOWN
    submits: str = ""
    """Who submits what a paralegal prepares in this case; empty for whoever acts themselves."""
    corrects: bool = False
    """Whether they may say that something here is not right (SUP-7)."""
    shared: list[SharedLine] = field(default_factory=list)
    """To representatives: what their client lets them read of what we wrote to the client."""
    parts: list[PartLine] = field(default_factory=list)
    """The representative's own, one for each client in the case."""


@dataclass(frozen=True, slots=True)
class RemovedCase:
    """A case that its person took out of the account and may take back (CLAIM-7)."""

    id: str
    """Of the link."""
    form: str
    receipt_number: str
    day: str
    undo_until: str


TURNS = {
    Turn.YOU: "Your turn",
    Turn.AGENCY: "The agency’s turn",
    Turn.OTHER: "Another agency’s turn",
    Turn.NOBODY: "Nothing to do now",
}
OF_CLIENTS = TURNS | {Turn.YOU: "Your client’s turn"}
"""As their representatives, and who prepares for these, read it."""
CAPACITIES = {
    "applicant": "You are the applicant.",
    "petitioner": "You are the petitioner.",
    "beneficiary": "You are the beneficiary.",
    "supporter": "You are the supporter.",
    "derivative": "You are a family member on this case.",
    "requestor": "You are the requestor.",
    "representative": "You represent a person in this case.",
    "paralegal": "You prepare this case for a representative of your team.",
    "follower": "You follow this case by its receipt number.",
}


def card(
    case: Case,
    *,
    followed: bool = False,
    represented: bool = False,
    client: str = "",
    next_visit: VisitLine | None = None,
    code_news: str = "",
    spared: bool = False,
) -> CaseCard:
    """`spared` as in `status_of`."""
    status = status_of(case.status_code, spared=spared)
    turn = turn_of(case.status_code, case.hold_reason, spared=spared)
    return CaseCard(
        id=str(case.id),
        form=case.form,
        form_name=_(form_name(case.form)) if form_name(case.form) else "",
        receipt_number=case.receipt_number,
        status_title=_(status.title),
        status_sentence=_(status.sentence),
        since=say_date(case.status_at or case.received_on),
        turn=turn,
        turn_label=_((OF_CLIENTS if represented else TURNS)[turn]),
        followed=followed,
        represented=represented,
        client=client,
        next_visit=next_visit.when if next_visit else "",
        biometrics_id=next_visit.biometrics_id if next_visit else "",
        code_news=code_news,
    )


def history_line(event: CaseEvent, *, spared: bool = False) -> HistoryLine:
    status = status_of(event.code, spared=spared)
    return HistoryLine(say_date(event.at), _(status.title), _(status.sentence))


def hold_line(case: Case) -> str:
    """That and why the agency put a case aside."""
    if not case.hold_reason or case.hold_since is None:
        return ""
    since = _("The agency has put this case aside since {day}.", day=say_date(case.hold_since))
    words = hold_words(case.hold_reason)
    return f"{since} {_(words)}" if words else since
