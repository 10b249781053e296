"""The Celery app. Messages to it are nudges: what must happen stands in the database.

Embedded, the broker is a folder; set CELERY_BROKER_URL or REDIS_URL for Redis or RabbitMQ.
"""

from __future__ import annotations

from typing import Any

from celery import Celery
from celery.signals import celeryd_init, worker_init

from cx_app.gateways import channels
from cx_app.logs import configure_logs
from cx_app.services.keys.start import ready_or_exit
from cx_app.settings import settings
from tasks import folder_broker

SWEEP_SECONDS = 1.0
SEAL_SECONDS = 5.0
STALE_SECONDS = 5.0
"""A sweep that nobody began by then has been overtaken by the next ones."""
MINUTE = 60.0
HOUR = 60 * MINUTE


def _broker() -> dict[str, object]:
    url = settings.celery_broker_url or settings.redis_url
    if url:
        return {"broker_url": url}
    folder = settings.data_dir / "broker"
    for name in ("messages", "control", "done"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return {
        "broker_url": f"{folder_broker.SCHEME}://localhost//",
        "broker_transport_options": {
            "data_folder_in": str(folder / "messages"),
            "data_folder_out": str(folder / "messages"),
            "control_folder": str(folder / "control"),
            "processed_folder": str(folder / "done"),
            "store_processed": False,
        },
    }


TASKS = (
    "access_codes",
    "appointment_requests",
    "attachments",
    "audit",
    "biometrics",
    "callbacks",
    "decisions",
    "feed_out",
    "keys",
    "mailroom",
    "messages",
    "offices",
    "prepared",
    "progress",
    "representation",
    "tick",
)


def _every(seconds: float, task: str, *, stale: float = STALE_SECONDS) -> dict[str, object]:
    """A slow machine must not gather them: what nobody began by the time of the next is dropped."""
    return {"task": task, "schedule": seconds, "options": {"expires": max(seconds, stale)}}


app = Celery("cx", include=[f"tasks.{name}" for name in TASKS])
app.conf.update(
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    broker_connection_retry_on_startup=True,
    timezone="UTC",
    beat_schedule={
        "tick": _every(SWEEP_SECONDS, "tasks.tick.tick"),
        "send-due-messages": _every(SWEEP_SECONDS, "tasks.messages.sweep"),
        "sweep-callbacks": _every(SWEEP_SECONDS, "tasks.callbacks.sweep"),
        "make-ordered-post": _every(SWEEP_SECONDS, "tasks.mailroom.make_ordered"),
        "call-off-visits": _every(SWEEP_SECONDS, "tasks.offices.call_off"),
        "move-all-from-closed": _every(SWEEP_SECONDS, "tasks.biometrics.move_all_from_closed"),
        "rotate-keys": _every(SWEEP_SECONDS, "tasks.keys.rotate", stale=SWEEP_SECONDS),
        "seal-audit-entries": _every(SEAL_SECONDS, "tasks.audit.seal"),
        "make-post": _every(MINUTE, "tasks.mailroom.make_post"),
        "remind-of-codes": _every(MINUTE, "tasks.access_codes.remind"),
        "add-listed-cases": _every(SWEEP_SECONDS, "tasks.representation.add_cases"),
        "expire-forms": _every(MINUTE, "tasks.representation.expire"),
        "forget-lists": _every(MINUTE, "tasks.representation.forget"),
        "send-digests": _every(MINUTE, "tasks.representation.digest"),
        "tidy-files": _every(MINUTE, "tasks.attachments.tidy"),
        "find-times": _every(MINUTE, "tasks.biometrics.find_times"),
        "chase-answers": _every(MINUTE, "tasks.feed_out.chase_answers"),
        "require-statements": _every(MINUTE, "tasks.feed_out.require_statements"),
        "fit-estimates": _every(HOUR, "tasks.progress.fit_tables"),
        "forget-prepared": _every(HOUR, "tasks.prepared.forget"),
        "generate-slots": _every(HOUR, "tasks.offices.generate"),
    },
    beat_schedule_filename=str(settings.data_dir / "celerybeat-schedule"),
    **_broker(),
)


@worker_init.connect
def _check(**_signal: Any) -> None:
    ready_or_exit()


@celeryd_init.connect
def announce(**_: Any) -> None:
    """A worker says how each channel leaves, and which one cannot."""
    configure_logs()
    channels.announce()
