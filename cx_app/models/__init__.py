"""The tables, one aggregate per file. Importing this package registers them all."""

from cx_app.models.access_codes import AccessCode, Attempt, CodeRequest, Lock
from cx_app.models.audit import AuditEntry
from cx_app.models.cases import Case, CaseEvent, CaseFollow, CaseLink, Party
from cx_app.models.clock import Change, ClockOffset
from cx_app.models.drafts import Draft
from cx_app.models.feed import FeedBatch, FeedRecord
from cx_app.models.identity import Account, PortalSession, RoleGrant, SignInAttempt
from cx_app.models.messages import DemoDelivery, InboxMessage, OutboxMessage
from cx_app.models.openings import CaseOpening, OpeningHold
from cx_app.models.people import Person
from cx_app.models.policy import PolicySetting
from cx_app.models.representation import Representation

__all__ = [
    "AccessCode",
    "Account",
    "Attempt",
    "AuditEntry",
    "Case",
    "CaseEvent",
    "CaseFollow",
    "CaseLink",
    "CaseOpening",
    "Change",
    "ClockOffset",
    "CodeRequest",
    "DemoDelivery",
    "Draft",
    "FeedBatch",
    "FeedRecord",
    "InboxMessage",
    "Lock",
    "OpeningHold",
    "OutboxMessage",
    "Party",
    "Person",
    "PolicySetting",
    "PortalSession",
    "Representation",
    "RoleGrant",
    "SignInAttempt",
]
