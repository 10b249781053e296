"""The tables, one aggregate per file. Importing this package registers them all."""

from cx_app.models.access_codes import AccessCode, Attempt, CodeRequest, Lock
from cx_app.models.audit import AuditEntry
from cx_app.models.cases import Case, CaseEvent, CaseFollow, CaseLink, Party
from cx_app.models.clock import Change, ClockOffset
from cx_app.models.contacts import ContactCode, ContactPoint, MessageWish, TextConsent, TextStop
from cx_app.models.drafts import Draft
from cx_app.models.feed import FeedBatch, FeedRecord
from cx_app.models.identity import Account, PortalSession, RoleGrant, SignInAttempt
from cx_app.models.messages import (
    ChannelSwitch,
    DeliveryReceipt,
    DemoDelivery,
    InboundText,
    InboxAttachment,
    InboxMessage,
    OutboxMessage,
)
from cx_app.models.people import Person
from cx_app.models.policy import PolicySetting
from cx_app.models.representation import Representation
from cx_app.models.templates import MessageTemplate

__all__ = [
    "AccessCode",
    "Account",
    "Attempt",
    "AuditEntry",
    "Case",
    "CaseEvent",
    "CaseFollow",
    "CaseLink",
    "Change",
    "ChannelSwitch",
    "ClockOffset",
    "CodeRequest",
    "ContactCode",
    "ContactPoint",
    "DeliveryReceipt",
    "DemoDelivery",
    "Draft",
    "FeedBatch",
    "FeedRecord",
    "InboundText",
    "InboxAttachment",
    "InboxMessage",
    "Lock",
    "MessageTemplate",
    "MessageWish",
    "OutboxMessage",
    "Party",
    "Person",
    "PolicySetting",
    "PortalSession",
    "Representation",
    "RoleGrant",
    "SignInAttempt",
    "TextConsent",
    "TextStop",
]
