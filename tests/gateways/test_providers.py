"""What each answer of a provider means, through the providers' own clients over HTTP."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from socket import socket
from threading import Thread
from urllib.parse import parse_qs

import pytest
from pydantic import SecretStr

from cx_app.domain.delivery import Reason
from cx_app.domain.sending import Trouble
from cx_app.gateways import channels
from cx_app.gateways.email import Email, SendGrid
from cx_app.gateways.provider import Attachment, DeliveryError
from cx_app.gateways.sms import Text, Twilio, line_kind
from cx_app.settings import Settings, SettingsError
from e2e.portal import free_port
from tests.gateways.far_end import Answer, FarEnd, far_end

EMAIL = Email(
    "0192-id",
    "amina@example.org",
    "You have a new message",
    "Sign in.",
    "case_linked",
    (Attachment("appointment.ics", "text/calendar", b"BEGIN:VCALENDAR"),),
)
TEXT = Text("0192-id", "+12025550123", "Sign in.")


def sendgrid(url: str) -> SendGrid:
    return SendGrid(Settings(sendgrid_api_key=SecretStr("key"), sendgrid_host=url))


def twilio(url: str, sender: str = "872466") -> Twilio:
    return Twilio(
        Settings(
            twilio_account_sid="AC" + "0" * 32,
            twilio_auth_token=SecretStr("token"),
            twilio_from=sender,
            twilio_host=url,
        )
    )


def refused(act: object) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        act()
    return caught.value


def nobody_there() -> str:
    return f"http://127.0.0.1:{free_port()}"


def test_an_e_mail_carries_its_id_its_kind_and_no_tracking() -> None:
    with far_end(Answer(202, headers={"X-Message-Id": "sg-1"})) as end:
        assert sendgrid(end.url).send(EMAIL) == "sg-1"
    [(method, path, body)] = end.came
    mail = json.loads(body)
    assert (method, path) == ("POST", "/v3/mail/send")
    assert mail["personalizations"][0]["to"] == [{"email": "amina@example.org"}]
    assert mail["personalizations"][0].get("custom_args", mail.get("custom_args")) == {
        "message_id": "0192-id"
    }
    assert mail["categories"] == ["case_linked"]
    assert not mail["tracking_settings"]["click_tracking"]["enable"]
    assert not mail["tracking_settings"]["open_tracking"]["enable"]
    assert mail["attachments"][0]["filename"] == "appointment.ics"


@pytest.mark.parametrize(
    ("answer", "trouble", "reason"),
    [
        (Answer(429, headers={"Retry-After": "17"}), Trouble.THROTTLED, Reason.PROVIDER_AWAY),
        (Answer(401), Trouble.RETRYABLE, Reason.PROVIDER_AWAY),
        (Answer(503), Trouble.RETRYABLE, Reason.PROVIDER_AWAY),
        (Answer(500), Trouble.UNKNOWN, Reason.PROVIDER_AWAY),
        (
            Answer(400, '{"errors": [{"message": "Does not contain a valid address."}]}'),
            Trouble.PERMANENT,
            Reason.MALFORMED,
        ),
        (Answer(413), Trouble.PERMANENT, Reason.REFUSED),
    ],
)
def test_answers_about_e_mail(answer: Answer, trouble: Trouble, reason: Reason) -> None:
    with far_end(answer) as end:
        error = refused(lambda: sendgrid(end.url).send(EMAIL))
    assert (error.trouble, error.reason) == (trouble, reason)
    assert error.retry_after == (timedelta(seconds=17) if answer.status == 429 else None)
    assert "amina" not in str(error)


def test_nobody_there_is_worth_another_try() -> None:
    assert refused(lambda: sendgrid(nobody_there()).send(EMAIL)).trouble is Trouble.RETRYABLE
    assert refused(lambda: twilio(nobody_there()).send(TEXT)).trouble is Trouble.RETRYABLE


def test_a_call_that_is_cut_off_may_have_been_taken() -> None:
    with closing(socket()) as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        url = f"http://127.0.0.1:{server.getsockname()[1]}"

        def cut_off() -> None:
            def answer() -> None:
                connection, _ = server.accept()
                connection.recv(10)
                connection.close()

            cutter = Thread(target=answer)
            cutter.start()
            try:
                twilio(url).send(TEXT)
            finally:
                cutter.join()

        assert refused(cut_off).trouble is Trouble.UNKNOWN


def sent_text(end: FarEnd) -> dict[str, list[str]]:
    [(_method, path, body)] = end.came
    assert path == f"/2010-04-01/Accounts/AC{'0' * 32}/Messages.json"
    return parse_qs(body.decode())


@pytest.mark.parametrize(
    ("sender", "field"), [("872466", "From"), ("MG" + "0" * 32, "MessagingServiceSid")]
)
def test_a_text_asks_for_reports_about_its_id(sender: str, field: str) -> None:
    with far_end(Answer(201, json.dumps({"sid": "SM1", "status": "queued"}))) as end:
        assert twilio(end.url, sender).send(TEXT) == "SM1"
    assert sent_text(end) == {
        "To": ["+12025550123"],
        "Body": ["Sign in."],
        field: [sender],
        "StatusCallback": ["http://localhost:3000/webhooks/sms/status/0192-id"],
    }


@pytest.mark.parametrize(
    ("status", "code", "trouble", "reason"),
    [
        (429, 20429, Trouble.THROTTLED, Reason.PROVIDER_AWAY),
        (400, 21610, Trouble.PERMANENT, Reason.OPTED_OUT),
        (400, 21211, Trouble.PERMANENT, Reason.MALFORMED),
        (400, 21614, Trouble.PERMANENT, Reason.LANDLINE),
        (400, 21602, Trouble.PERMANENT, Reason.REFUSED),
        (403, 21408, Trouble.PERMANENT, Reason.BLOCKED),
        (401, 20003, Trouble.RETRYABLE, Reason.PROVIDER_AWAY),
        (503, 20503, Trouble.RETRYABLE, Reason.PROVIDER_AWAY),
        (500, 20500, Trouble.UNKNOWN, Reason.PROVIDER_AWAY),
    ],
)
def test_answers_about_texts(status: int, code: int, trouble: Trouble, reason: Reason) -> None:
    problem = json.dumps({"code": code, "message": "to +12025550123", "status": status})
    with far_end(Answer(status, problem)) as end:
        error = refused(lambda: twilio(end.url).send(TEXT))
    assert (error.trouble, error.reason) == (trouble, reason)
    assert "2025550123" not in str(error)


def test_what_kind_of_line_a_number_is() -> None:
    found = json.dumps({"phone_number": TEXT.to, "line_type_intelligence": {"type": "landline"}})
    with far_end(Answer(200, found)) as end:
        assert twilio(end.url).line_of(TEXT.to) == "landline"
    assert end.came[0][1].startswith("/v2/PhoneNumbers/+12025550123?")
    with far_end(Answer(500, "{}")) as end:
        assert twilio(end.url).line_of(TEXT.to) == ""
    assert [line_kind(t) for t in ("mobile", "nonFixedVoip", "pager")] == ["mobile", "voip", ""]


def test_a_channel_without_credentials_says_so_and_is_not_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[tuple[str, str]] = []
    monkeypatch.setattr(
        channels, "settings", Settings(CX_DEMO=False, sendgrid_api_key=SecretStr("key"))
    )
    log = type(
        "Log",
        (),
        {
            "info": lambda _s, event, **f: said.append((event, f["channel"])),
            "error": lambda _s, event, **f: said.append((event, f["channel"])),
        },
    )
    monkeypatch.setattr(channels, "log", log())
    for cached in (channels.email, channels.sms, channels.letters):
        cached.cache_clear()
    try:
        channels.announce()
        with pytest.raises(SettingsError, match="TWILIO"):
            channels.sms()
    finally:
        for cached in (channels.email, channels.sms, channels.letters):
            cached.cache_clear()
    assert said == [
        ("channel.ready", "email"),
        ("channel.no_credentials", "sms"),
        ("channel.ready", "letter"),
    ]
