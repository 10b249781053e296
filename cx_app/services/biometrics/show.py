"""A biometrics appointment as its people see it: place, time, what may be done and until when."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from cx_app.domain.biometrics import (
    BiometricsRules,
    Cause,
    RescheduleRefusal,
    RescheduleState,
    Zone,
    may_reschedule,
    online_until,
    zone_of,
)
from cx_app.domain.biometrics_desk import DayPart, HomeState
from cx_app.domain.cases import form_name
from cx_app.domain.identity import Actor
from cx_app.domain.mailroom import grouped
from cx_app.domain.messages import Channel, Kind
from cx_app.gateways import clock
from cx_app.language import _, say_date, say_moment
from cx_app.models import BiometricsNotice, Booking, HomeVisit, Office, OutboxMessage, Reschedule
from cx_app.services.biometrics.access import Capacity, Mine, find_to_prepare
from cx_app.services.biometrics.family import family_of
from cx_app.services.biometrics.matched import matches_of
from cx_app.services.biometrics.notice import notice_of
from cx_app.services.biometrics.notice_sheet import what_to_bring
from cx_app.services.biometrics.say import address_lines, map_link, say_left, say_visit
from cx_app.services.biometrics.spared import home_instead
from cx_app.services.biometrics.standing import Standing, standing_of
from cx_app.services.biometrics.views import (
    BiometricsPage,
    HomeVisitLine,
    NoticeLine,
    Present,
    RequestLine,
    Rule,
)
from cx_app.services.biometrics.ways import chosen_way, ways_of
from cx_app.services.biometrics.words import (
    causes,
    home_words,
    moves_left,
    request_words,
    rule_words,
    say_kept,
    say_words_needed,
    words_hint,
)
from cx_app.services.policy.current import policy


def biometrics_page(session: Session, actor: Actor, appointment_id: UUID) -> BiometricsPage:
    """Raises `NotFound`."""
    mine = find_to_prepare(session, actor, appointment_id)
    prepares = mine.capacity is Capacity.PREPARES
    standing = standing_of(session, mine.appointment)
    now = clock.business(session)
    in_force = policy(session, now)
    rules = in_force.biometrics
    office = session.get_one(Office, standing.office_id)
    may = mine.may_act or prepares
    refusal = may_reschedule(standing.facts(mine.case, may_act=may), now, rules)
    case, booking = mine.case, standing.booking
    notice = notice_of(session, booking.id) if booking else None
    home = home_instead(session, mine.party.id)
    spared = standing.spared or home is not None
    ways = ways_of(session, actor)
    return BiometricsPage(
        id=str(appointment_id),
        booking_id=str(booking.id) if booking else "",
        form=case.form,
        form_name=_(form_name(case.form)) if form_name(case.form) else "",
        receipt_number=case.receipt_number,
        case_id="" if mine.capacity is Capacity.MATCHED else str(case.id),
        name=mine.person.full_name if mine.acting_for else "",
        acting_for=mine.acting_for,
        submits=mine.submits,
        matched=mine.capacity is Capacity.MATCHED,
        present=_present(standing, office, now, rules),
        may_move=refusal is None,
        chooses=_chooses(standing) if refusal is None else "",
        moves=moves_left(standing.count, rules) if refusal is None and not standing.open else "",
        rule=_rule(refusal, standing, office, now, rules, spared=spared),
        request=_request(session, mine, standing),
        home=_home(mine, home),
        notice=_notice_line(session, notice),
        may_mail=notice is not None and mine.may_act,
        mailed=notice is not None and _is_mailed(session, notice),
        bring=what_to_bring(),
        causes=causes(rules),
        words_hint=words_hint(rules),
        words_needed=say_words_needed(rules),
        keeps=say_kept(in_force.slots.hold),
        ways=ways,
        way=chosen_way(session, actor, ways),
        family=family_of(session, actor, mine),
        matches=matches_of(session, mine.party) if _is_told(mine) else [],
    )


def _is_told(mine: Mine) -> bool:
    """Who found the appointment is for the party's own accounts, and for no protected case."""
    return mine.capacity is Capacity.PARTY and not mine.case.protected


def _present(standing: Standing, office: Office, now: datetime, rules: BiometricsRules) -> Present:
    starts_at, zone = standing.starts_at, ZoneInfo(office.time_zone)
    if starts_at is None:
        return Present()
    online = zone_of(starts_at, now, rules) is Zone.ONLINE
    limit = online_until(starts_at, rules)
    return Present(
        when=say_moment(starts_at, zone),
        place=office.name,
        address=address_lines(office),
        map_link=map_link(office),
        limit=say_moment(limit, zone) if online else "",
        left=say_left((limit - now).total_seconds()) if online else "",
        passed=starts_at <= now,
    )


def _rule(
    refusal: RescheduleRefusal | None,
    standing: Standing,
    office: Office,
    now: datetime,
    rules: BiometricsRules,
    *,
    spared: bool,
) -> Rule:
    """What is with an officer is told as a request, not as a rule."""
    if standing.taken:
        return Rule(
            RescheduleRefusal.NOT_SCHEDULED,
            _("Your biometrics are taken"),
            _("We have your fingerprints and photo. There is nothing to move."),
        )
    if refusal is None or refusal is RescheduleRefusal.PENDING_OTHER:
        return Rule()
    if refusal is RescheduleRefusal.UNTIMELY and spared:
        return Rule()
    return rule_words(refusal, standing.starts_at, now, ZoneInfo(office.time_zone), rules)


def _chooses(standing: Standing) -> str:
    state = RescheduleState(standing.open.state) if standing.open else None
    return state.value if state in (RescheduleState.APPROVED, RescheduleState.AWAITING) else ""


def _request(session: Session, mine: Mine, standing: Standing) -> RequestLine:
    """The one that is open, or what an officer refused about the very appointment that stands."""
    row = standing.open or _refused(session, standing.booking)
    if row is None:
        return RequestLine()
    state = RescheduleState(row.state)
    passed = standing.starts_at is not None and standing.starts_at <= clock.business(session)
    title, text = request_words(state, passed=passed)
    return RequestLine(
        state=state,
        title=title,
        text=text,
        asked=say_moment(row.asked_at),
        words="" if mine.capacity is Capacity.MATCHED else row.words or "",
        can_withdraw=mine.may_act and state in (RescheduleState.ASKED, RescheduleState.APPROVED),
    )


def _home(mine: Mine, visit: HomeVisit | None) -> HomeVisitLine:
    """That somebody cannot leave their home is not for who only matched the case."""
    if visit is None or mine.capacity is Capacity.MATCHED:
        return HomeVisitLine()
    when = say_visit(visit.day, DayPart(visit.part)) if visit.day else ""
    return HomeVisitLine(*home_words(HomeState(visit.state), when))


def _refused(session: Session, booking: Booking | None) -> Reschedule | None:
    if booking is None:
        return None
    return session.exec(
        select(Reschedule)
        .where(
            Reschedule.from_booking_id == booking.id,
            Reschedule.state == RescheduleState.REFUSED,
            Reschedule.cause == Cause.OTHER,
        )
        .order_by(col(Reschedule.asked_at).desc())
        .limit(1)
    ).first()


def _notice_line(session: Session, notice: BiometricsNotice | None) -> NoticeLine:
    if notice is None:
        return NoticeLine()
    old = session.get(BiometricsNotice, notice.replaces_id) if notice.replaces_id else None
    return NoticeLine(
        number=grouped(notice.number),
        made=say_date(notice.made_at),
        replaces=grouped(old.number) if old else "",
    )


def _is_mailed(session: Session, notice: BiometricsNotice) -> bool:
    key = f"biometrics_notice:{notice.id}"
    found = select(OutboxMessage.id).where(
        OutboxMessage.dedupe_key == key,
        OutboxMessage.kind == Kind.BIOMETRICS_NOTICE,
        OutboxMessage.channel == Channel.LETTER,
    )
    return session.exec(found).first() is not None
