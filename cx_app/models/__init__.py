"""The tables, one aggregate per file. Importing this package registers them all."""

from cx_app.models.access_code_claims import ClaimDispute
from cx_app.models.access_codes import AccessCode, Attempt, CodeRequest, Lock
from cx_app.models.addresses import AddressChange, SharedAddress
from cx_app.models.appointment_proposals import RequestProposal
from cx_app.models.appointment_requests import AppointmentRequest, RequestStep
from cx_app.models.appointments import Appointment
from cx_app.models.attachments import RequestAttachment
from cx_app.models.audit import AuditBatch, AuditEntry, AuditPending, AuditSeal
from cx_app.models.biometrics import BiometricsFollow, BiometricsNotice, Reschedule
from cx_app.models.callbacks import (
    Callback,
    CallbackCall,
    CallbackClosure,
    CallbackConsent,
    CallbackHours,
    CallbackStep,
    CallbackText,
)
from cx_app.models.case_lists import CaseList, ListedCase
from cx_app.models.cases import Case, CaseEvent, CaseFollow, CaseLink, CaseOffice, Party
from cx_app.models.clock import Change, ClockOffset
from cx_app.models.contacts import ContactCode, ContactPoint, MessageWish, TextConsent, TextStop
from cx_app.models.decisions import HeldDecision
from cx_app.models.drafts import Draft
from cx_app.models.feed import FeedBatch, FeedCall, FeedRecord, FeedWaiting
from cx_app.models.feed_out import FeedFinding, FeedOutCursor, FeedStatement, OutboundEvent
from cx_app.models.feedback import Feedback, FeedbackOffer, FeedbackTurn
from cx_app.models.home_visits import HomeVisit
from cx_app.models.identity import Account, PortalSession, RoleGrant, SignInAttempt
from cx_app.models.keys import KeyPass, KeyUse
from cx_app.models.mailroom import Letter, LetterBatch, PostOrder
from cx_app.models.messages import (
    ChannelSwitch,
    DeliveryReceipt,
    DemoDelivery,
    InboundText,
    InboxAttachment,
    InboxMessage,
    OutboxMessage,
)
from cx_app.models.offices import Office, OfficeClosure, OfficeDay, OfficeHours, OfficeRecheck
from cx_app.models.openings import CaseOpening, OpeningHold
from cx_app.models.people import Person
from cx_app.models.policy import PolicySetting
from cx_app.models.prepared import PreparedRequest
from cx_app.models.progress import (
    ProgressRecord,
    ProgressStatement,
    ProgressSwitch,
    ProgressTable,
    ProgressWish,
)
from cx_app.models.quality import QualityCheck, QualitySample
from cx_app.models.representation import (
    G28,
    BoardDigest,
    BoardVisit,
    G28Passcode,
    G28Signature,
    Representation,
    RepresentativeAccount,
    SafeRepresentative,
    Team,
    TeamInvitation,
    TeamMember,
)
from cx_app.models.slots import Booking, Seat, Slot
from cx_app.models.support import SupportRequest
from cx_app.models.templates import MessageTemplate
from cx_app.models.visitors import VisitorPass

__all__ = [
    "G28",
    "AccessCode",
    "Account",
    "AddressChange",
    "Appointment",
    "AppointmentRequest",
    "Attempt",
    "AuditBatch",
    "AuditEntry",
    "AuditPending",
    "AuditSeal",
    "BiometricsFollow",
    "BiometricsNotice",
    "BoardDigest",
    "BoardVisit",
    "Booking",
    "Callback",
    "CallbackCall",
    "CallbackClosure",
    "CallbackConsent",
    "CallbackHours",
    "CallbackStep",
    "CallbackText",
    "Case",
    "CaseEvent",
    "CaseFollow",
    "CaseLink",
    "CaseList",
    "CaseOffice",
    "CaseOpening",
    "Change",
    "ChannelSwitch",
    "ClaimDispute",
    "ClockOffset",
    "CodeRequest",
    "ContactCode",
    "ContactPoint",
    "DeliveryReceipt",
    "DemoDelivery",
    "Draft",
    "FeedBatch",
    "FeedCall",
    "FeedFinding",
    "FeedOutCursor",
    "FeedRecord",
    "FeedStatement",
    "FeedWaiting",
    "Feedback",
    "FeedbackOffer",
    "FeedbackTurn",
    "G28Passcode",
    "G28Signature",
    "HeldDecision",
    "HomeVisit",
    "InboundText",
    "InboxAttachment",
    "InboxMessage",
    "KeyPass",
    "KeyUse",
    "Letter",
    "LetterBatch",
    "ListedCase",
    "Lock",
    "MessageTemplate",
    "MessageWish",
    "Office",
    "OfficeClosure",
    "OfficeDay",
    "OfficeHours",
    "OfficeRecheck",
    "OpeningHold",
    "OutboundEvent",
    "OutboxMessage",
    "Party",
    "Person",
    "PolicySetting",
    "PortalSession",
    "PostOrder",
    "PreparedRequest",
    "ProgressRecord",
    "ProgressStatement",
    "ProgressSwitch",
    "ProgressTable",
    "ProgressWish",
    "QualityCheck",
    "QualitySample",
    "Representation",
    "RepresentativeAccount",
    "RequestAttachment",
    "RequestProposal",
    "RequestStep",
    "Reschedule",
    "RoleGrant",
    "SafeRepresentative",
    "Seat",
    "SharedAddress",
    "SignInAttempt",
    "Slot",
    "SupportRequest",
    "Team",
    "TeamInvitation",
    "TeamMember",
    "TextConsent",
    "TextStop",
    "VisitorPass",
]
