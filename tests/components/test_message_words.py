"""Every way a message can end has words of its own, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from cx_app.domain.delivery import Reason
from cx_app.domain.messages import OUTSIDE, Channel, Why
from cx_app.language import LANGUAGES, using
from cx_app.services.messages.history import DeliveryLine
from cx_app.state.account.message_words import say_channel, say_delivery, say_reason, say_why

OURS = {Reason.BROKEN, Reason.NO_TEMPLATE, Reason.OTHER}
"""For these there is nothing a person could do or know better."""


def line(channel: Channel, status: str, reason: str = "") -> DeliveryLine:
    return DeliveryLine(channel, status, reason, "MONDAY", "TUESDAY", "WEDNESDAY")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_reason_is_said_differently(lang: Any) -> None:
    with using(lang):
        said = [say_reason(reason) for reason in Reason if reason not in OURS]
        assert len(set(said)) == len(said)
        assert {say_reason(reason) for reason in OURS}.isdisjoint(said)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("channel", OUTSIDE)
def test_each_status_is_said_differently(lang: Any, channel: Channel) -> None:
    statuses = ("waiting", "sent", "under_way", "delivered", "failed", "not_sent", "unknown")
    with using(lang):
        said = [say_delivery(line(channel, status, "bounced")) for status in statuses]
        assert len(set(said)) == len(said)
        assert say_channel(channel) != say_channel(Channel.INBOX)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_why_is_said_differently(lang: Any) -> None:
    with using(lang):
        said = {say_why(why, about_a_case=True) for why in Why}
        assert len(said) == len(Why)


def test_the_sentence_says_what_is_known_and_why() -> None:
    assert say_delivery(line(Channel.SMS, "not_sent", "opted_out")) == (
        "Not sent by text because you opted out of texts."
    )
    assert say_delivery(line(Channel.EMAIL, "delivered")) == "Delivered TUESDAY."
    assert say_delivery(line(Channel.EMAIL, "failed", "bounced")) == (
        "Not delivered because that address or number does not exist."
    )
    assert "arrived" not in say_delivery(line(Channel.LETTER, "sent"))


def test_a_message_about_no_case_does_not_speak_of_one() -> None:
    assert "case" not in say_why(Why.LINKED, about_a_case=False)
