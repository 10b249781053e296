"""Rules that policy may change, as one frozen value of the moment (design 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from cx_app.domain.access_codes import AttemptLimits
from cx_app.domain.addresses import AddressRules
from cx_app.domain.appointment_requests import RequestReason, RequestRules
from cx_app.domain.attachments import AttachmentRules
from cx_app.domain.biometrics import BiometricsRules, Cause, Standard
from cx_app.domain.callbacks.settings import CallbackSettings
from cx_app.domain.callbacks.standing import CallbackRules
from cx_app.domain.callbacks.topics import CallbackTopic
from cx_app.domain.cases import PartyRole
from cx_app.domain.code_claims import ClaimRules
from cx_app.domain.decisions import UndoRules
from cx_app.domain.feed_out import Periods
from cx_app.domain.feedback import FeedbackRules
from cx_app.domain.mailroom import MailroomRules
from cx_app.domain.openings import OpeningRules
from cx_app.domain.processing_times import InquiryRules
from cx_app.domain.progress.rules import ProgressRules
from cx_app.domain.reading import ReadingLimits
from cx_app.domain.representation.rules import RepresentationRules
from cx_app.domain.sending import Hours, MessageRules
from cx_app.domain.shared_addresses import SharedRules
from cx_app.domain.slots import SlotRules
from cx_app.domain.support import SupportRules
from cx_app.domain.visitors import Counted, VisitorRules


@dataclass(frozen=True, slots=True)
class Policy:
    """What is in force now. Loaded by a service, handed to rules like `now`."""

    code_valid_days: int
    """OAC-1."""
    code_email_forms: frozenset[str]
    """Forms whose beneficiaries get their code by e-mail (OAC-3)."""
    code_attempts: AttemptLimits
    """3.3-5."""
    code_request_interval: timedelta
    """One unlinked request in this time (design 7)."""
    code_address_review: timedelta
    """A residence that changed more recently leads to review (3.3-6)."""
    code_prefixes: frozenset[str]
    """Receipt numbers with another beginning get no codes on request (OAC-9)."""
    code_request_business_days: int
    """Within so many a requested code should have come (OAC-4)."""
    code_reminder_days: tuple[int, ...]
    """So many days before a code expires, its people are reminded; the fewest first (3.3-10)."""
    audit_seal_within: timedelta
    """An audit row without a seal after this time is a finding (NIST 800-53 AU-9)."""
    representative_excluded_forms: frozenset[str]
    """Forms a representative account cannot reach (OAC-16)."""
    feed_tell_within: timedelta
    """What happened longer ago is not told any more when it arrives (FEED-3)."""
    feed_out_periods: Periods
    """OUT-3."""
    feed_out_statement_days: int
    """Business days after a day until its statement must have come (OUT-4)."""
    openings: OpeningRules
    """OPEN-2, OPEN-4."""
    reading: ReadingLimits
    """OPEN-6."""
    messages: MessageRules
    """When texts may go, and when trying ends."""
    claims: ClaimRules
    """CLAIM-5 to CLAIM-7."""
    addresses: AddressRules
    """ADDR-3 to ADDR-5."""
    shared_addresses: SharedRules
    """3.3-13."""
    mailroom: MailroomRules
    """MAIL-1, MAIL-2."""
    slots: SlotRules
    """SLOT-2, SLOT-3, SLOT-6."""
    attachments: AttachmentRules
    """ATT-2, ATT-4."""
    visitors: VisitorRules
    """VIS-1, VIS-2."""
    undo: UndoRules
    """UNDO-1, UNDO-3."""
    requests: RequestRules
    """AP-5, AP-12, AP-14, AP-20 to AP-23, domain 2.4-3 to 2.4-6."""
    biometrics: BiometricsRules
    """BIO-2 to BIO-4, BIO-15, BIO-21."""
    callbacks: CallbackRules
    """TA-2 to TA-5, domain 1.3-4, domain 1.3-9."""
    callback_settings: CallbackSettings
    """TA-9, TA-10, TA-20 to TA-24."""
    progress: ProgressRules
    """MP-3, MP-29, domain 5.2-5, domain 5.2-10."""
    representation: RepresentationRules
    """REP-2, REP-8, REP-11, REP-13, REP-14, OAC-16."""
    processing_times: InquiryRules
    """MP-6."""
    support: SupportRules
    """OAC-4, SUP-3, SUP-4."""
    feedback: FeedbackRules
    """CX-7, CX-9, CX-10."""


def policy_from(settings: Mapping[str, Any]) -> Policy:
    """From the settings in force. Raises `KeyError` naming a setting that is missing."""
    return Policy(
        code_valid_days=int(settings["access_codes.valid_days"]),
        code_email_forms=frozenset(settings["access_codes.email_forms"]),
        code_attempts=AttemptLimits(
            window=timedelta(minutes=settings["access_codes.attempt_window_minutes"]),
            per_account=int(settings["access_codes.attempts_per_account"]),
            per_network=int(settings["access_codes.attempts_per_network"]),
            pause=timedelta(minutes=settings["access_codes.pause_minutes"]),
            alert_after=int(settings["access_codes.alert_after"]),
            alert_window=timedelta(hours=settings["access_codes.alert_window_hours"]),
            per_account_day=int(settings["access_codes.attempts_per_account_day"]),
            day_pause=timedelta(minutes=settings["access_codes.day_pause_minutes"]),
        ),
        code_request_interval=timedelta(days=settings["access_codes.request_interval_days"]),
        code_address_review=timedelta(days=settings["access_codes.address_review_days"]),
        code_prefixes=frozenset(settings["access_codes.prefixes"]),
        code_request_business_days=int(settings["access_codes.request_business_days"]),
        code_reminder_days=tuple(sorted(settings["access_codes.reminder_days"])),
        audit_seal_within=timedelta(minutes=settings["audit.seal_within_minutes"]),
        representative_excluded_forms=frozenset(settings["representation.excluded_forms"]),
        feed_tell_within=timedelta(days=settings["feed.tell_within_days"]),
        feed_out_periods=Periods(
            quick_kinds=frozenset(settings["feed_out.quick_kinds"]),
            quick=timedelta(minutes=settings["feed_out.quick_minutes"]),
            slow_business_days=int(settings["feed_out.slow_business_days"]),
            chase_times=int(settings["feed_out.chase_times"]),
        ),
        feed_out_statement_days=int(settings["feed_out.statement_business_days"]),
        openings=OpeningRules(
            ask_again=timedelta(minutes=settings["openings.ask_again_minutes"]),
            hold_days=int(settings["openings.hold_days"]),
            opens_hour=int(settings["openings.opens_hour"]),
            closes_hour=int(settings["openings.closes_hour"]),
        ),
        reading=ReadingLimits(
            many=int(settings["openings.many_a_day"]),
            times_usual=float(settings["openings.times_usual"]),
            above_usual_least=int(settings["openings.above_usual_least"]),
            usual_days=int(settings["openings.usual_days"]),
            usual_least_days=int(settings["openings.usual_least_days"]),
            off_hours=int(settings["openings.off_hours_a_day"]),
            alike=int(settings["openings.alike_a_day"]),
            protected=int(settings["openings.protected_a_day"]),
            same_case=int(settings["openings.same_case_a_week"]),
        ),
        messages=MessageRules(
            give_up=timedelta(hours=settings["messages.give_up_hours"]),
            letter_give_up=timedelta(hours=settings["messages.letter_give_up_hours"]),
            text_hours=Hours(
                time.fromisoformat(settings["messages.texts_from"]),
                time.fromisoformat(settings["messages.texts_until"]),
            ),
            code_valid=timedelta(minutes=settings["messages.contact_code_minutes"]),
            code_tries=int(settings["messages.contact_code_tries"]),
            codes_per_hour=int(settings["messages.contact_codes_per_hour"]),
        ),
        claims=ClaimRules(
            dispute_lasts=timedelta(days=settings["access_codes.dispute_days"]),
            dispute_again=timedelta(days=settings["access_codes.dispute_again_days"]),
            undo=timedelta(days=settings["access_codes.unlink_undo_days"]),
        ),
        addresses=AddressRules(
            wait=timedelta(days=settings["access_codes.address_wait_days"]),
            call_business_days=int(settings["access_codes.address_call_business_days"]),
            mail_business_days=int(settings["access_codes.request_business_days"]),
            counts=timedelta(days=settings["access_codes.address_counts_days"]),
            a_month=int(settings["access_codes.address_changes_a_month"]),
        ),
        shared_addresses=SharedRules(
            cases=int(settings["access_codes.shared_address_cases"]),
            within=timedelta(days=settings["access_codes.shared_address_days"]),
        ),
        mailroom=MailroomRules(
            made_at=time.fromisoformat(settings["mailroom.made_at"]),
            batch_letters=int(settings["mailroom.batch_letters"]),
        ),
        slots=SlotRules(
            lead=timedelta(hours=settings["offices.lead_hours"]),
            window=timedelta(days=settings["offices.window_days"]),
            ahead_days=int(settings["offices.ahead_days"]),
            hold=timedelta(minutes=settings["offices.hold_minutes"]),
            extensions=int(settings["offices.hold_extensions"]),
            near_miles=float(settings["offices.near_miles"]),
            alternatives=int(settings["offices.alternatives"]),
        ),
        attachments=AttachmentRules(
            max_bytes=int(settings["attachments.max_bytes"]),
            per_request=int(settings["attachments.per_request"]),
            per_hour=int(settings["attachments.per_hour"]),
            unsent=timedelta(days=settings["attachments.unsent_days"]),
        ),
        visitors=VisitorRules(
            lasts=timedelta(minutes=settings["visitors.pass_minutes"]),
            window=timedelta(minutes=settings["visitors.window_minutes"]),
            limits={
                Counted.CODES_TO: int(settings["visitors.codes_per_contact"]),
                Counted.CODES_FROM: int(settings["visitors.codes_per_network"]),
                Counted.LOOKS_BY: int(settings["visitors.looks_per_contact"]),
                Counted.LOOKS_FROM: int(settings["visitors.looks_per_network"]),
                Counted.SAYS: int(settings["feedback.per_person"]),
                Counted.SAYS_FROM: int(settings["feedback.per_network"]),
            },
        ),
        undo=UndoRules(
            undo=timedelta(seconds=settings["decisions.undo_seconds"]),
            extensions=int(settings["decisions.undo_extensions"]),
        ),
        biometrics=BiometricsRules(
            limit=timedelta(hours=settings["biometrics.limit_hours"]),
            times=int(settings["biometrics.times"]),
            excluded_forms=frozenset(settings["biometrics.excluded_forms"]),
            causes=frozenset(Cause(code) for code in settings["biometrics.causes"]),
            standard=Standard(settings["biometrics.standard"]),
            words_least=int(settings["biometrics.words_least"]),
            words_most=int(settings["biometrics.words_most"]),
            closure_undo=timedelta(seconds=settings["biometrics.closure_undo_seconds"]),
            closure_days=int(settings["biometrics.closure_days"]),
            phone_from=time.fromisoformat(settings["biometrics.phone_from"]),
            phone_until=time.fromisoformat(settings["biometrics.phone_until"]),
        ),
        processing_times=InquiryRules(
            by_form=dict(settings["processing_times.inquiry_days"]),
            unlisted=int(settings["processing_times.inquiry_days_unlisted"]),
        ),
        support=SupportRules(
            target_business_days=int(settings["support.target_business_days"]),
            note_length=int(settings["support.note_length"]),
            open_at_once=int(settings["support.open_at_once"]),
            a_day=int(settings["support.a_day"]),
        ),
        feedback=FeedbackRules(
            again=timedelta(days=settings["feedback.again_days"]),
            stays=timedelta(hours=settings["feedback.stays_hours"]),
            comment_length=int(settings["feedback.comment_length"]),
            least=int(settings["feedback.least"]),
        ),
        progress=ProgressRules(
            forms=frozenset(settings["progress.forms"]),
            designation_forms=frozenset(settings["progress.designation_forms"]),
            representatives=bool(settings["progress.representatives"]),
            move_days=int(settings["progress.move_days"]),
            move_of_100=int(settings["progress.move_of_100"]),
        ),
        representation=RepresentationRules(
            client_roles=frozenset(
                PartyRole(role) for role in settings["representation.client_roles"]
            ),
            excluded_forms=frozenset(settings["representation.excluded_forms"]),
            answer=timedelta(days=settings["representation.answer_days"]),
            forms_a_day=int(settings["representation.forms_a_day"]),
            passcode_tries=int(settings["representation.passcode_tries"]),
            invitation=timedelta(days=settings["representation.invitation_days"]),
            prepared=timedelta(days=settings["representation.prepared_days"]),
            prepared_at_once=int(settings["representation.prepared_at_once"]),
            list_kept=timedelta(days=settings["representation.list_days"]),
        ),
        requests=_request_rules(settings),
        callbacks=_callback_rules(settings),
        callback_settings=_callback_settings(settings),
    )


def _callback_rules(settings: Mapping[str, Any]) -> CallbackRules:
    def minutes(name: str) -> timedelta:
        return timedelta(minutes=settings[f"callbacks.{name}_minutes"])

    return CallbackRules(
        answer_within=minutes("answer"),
        call_within=minutes("call"),
        texts=int(settings["callbacks.texts_a_round"]),
        calls=int(settings["callbacks.calls"]),
        call_again=minutes("call_again"),
        later=timedelta(hours=settings["callbacks.later_hours"]),
        texts_from=time.fromisoformat(settings["callbacks.texts_from"]),
        texts_until=time.fromisoformat(settings["callbacks.texts_until"]),
    )


def _callback_settings(settings: Mapping[str, Any]) -> CallbackSettings:
    def of(name: str) -> Any:
        return settings[f"callbacks.{name}"]

    return CallbackSettings(
        desk_from=time.fromisoformat(of("desk_from")),
        desk_until=time.fromisoformat(of("desk_until")),
        officers=int(of("officers")),
        ahead=timedelta(minutes=of("ahead_minutes")),
        call_takes=timedelta(minutes=of("call_takes_minutes")),
        hold=timedelta(minutes=of("hold_minutes")),
        urgent=frozenset(CallbackTopic(one) for one in of("urgent_topics")),
        open_at_once=int(of("open_at_once")),
        a_day=int(of("a_day")),
        dispute=timedelta(days=of("dispute_days")),
        weeks=int(of("figures_weeks")),
        least=int(of("figures_least")),
    )


def _request_rules(settings: Mapping[str, Any]) -> RequestRules:
    def of(name: str) -> Any:
        return settings[f"appointment_requests.{name}"]

    def reasons(name: str) -> tuple[RequestReason, ...]:
        return tuple(RequestReason(one) for one in of(name))

    targets = of("target_business_days")
    return RequestRules(
        reasons=reasons("reasons"),
        criteria=of("criteria"),
        target_business_days={reason: int(targets[reason]) for reason in RequestReason},
        travel_reasons=frozenset(reasons("travel_reasons")),
        mail_reasons=frozenset(reasons("mail_reasons")),
        restricted_reasons=frozenset(reasons("restricted_reasons")),
        urgent_travel=timedelta(days=of("urgent_travel_days")),
        answer=timedelta(days=of("answer_days")),
        reopen=timedelta(days=of("reopen_days")),
        lease=timedelta(minutes=of("lease_minutes")),
        second_officer=frozenset(of("second_officer")),
        open_at_once=int(of("open_at_once")),
        a_day=int(of("a_day")),
        note_length=int(of("note_length")),
    )
