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
STATEMENTS_SECONDS = 60.0
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
    "decisions",
    "feed_out",
    "keys",
    "mailroom",
    "messages",
    "offices",
    "progress",
    "representation",
)

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
        "send-due-messages": {
            "task": "tasks.messages.sweep",
            "schedule": SWEEP_SECONDS,
            "options": {"expires": STALE_SECONDS},
        },
        "report-demo-deliveries": {
            "task": "tasks.messages.report",
            "schedule": SWEEP_SECONDS,
            "options": {"expires": STALE_SECONDS},
        },
        "make-post": {
            "task": "tasks.mailroom.make_post",
            "schedule": MINUTE,
            "options": {"expires": MINUTE},
        },
        "make-ordered-post": {
            "task": "tasks.mailroom.make_ordered",
            "schedule": SWEEP_SECONDS,
            "options": {"expires": STALE_SECONDS},
        },
        "remind-of-codes": {"task": "tasks.access_codes.remind", "schedule": STATEMENTS_SECONDS},
        "match-code-requests": {"task": "tasks.access_codes.match", "schedule": SWEEP_SECONDS},
        "tell-of-lapsed-disputes": {
            "task": "tasks.access_codes.tell_of_lapsed_disputes",
            "schedule": SWEEP_SECONDS,
            "options": {"expires": STALE_SECONDS},
        },
        "let-decisions-leave": {
            "task": "tasks.decisions.leave",
            "schedule": SWEEP_SECONDS,
            "options": {"expires": STALE_SECONDS},
        },
        "watch-addresses": {
            "task": "tasks.access_codes.watch_addresses",
            "schedule": SWEEP_SECONDS,
            "options": {"expires": STALE_SECONDS},
        },
        "rotate-keys": {
            "task": "tasks.keys.rotate",
            "schedule": SWEEP_SECONDS,
            "options": {"expires": SWEEP_SECONDS},  # a slow machine must not gather them
        },
        "tidy-files": {"task": "tasks.attachments.tidy", "schedule": MINUTE},
        "sweep-appointment-requests": {
            "task": "tasks.appointment_requests.sweep",
            "schedule": SWEEP_SECONDS,
            "options": {"expires": STALE_SECONDS},
        },
        "call-off-visits": {
            "task": "tasks.offices.call_off",
            "schedule": SWEEP_SECONDS,
            "options": {"expires": STALE_SECONDS},
        },
        "fit-estimates": {"task": "tasks.progress.fit_tables", "schedule": HOUR},
        "generate-slots": {"task": "tasks.offices.generate", "schedule": HOUR},
        "move-all-from-closed": {
            "task": "tasks.biometrics.move_all_from_closed",
            "schedule": SWEEP_SECONDS,
            "options": {"expires": STALE_SECONDS},
        },
        "match-forms": {
            "task": "tasks.representation.match",
            "schedule": SWEEP_SECONDS,
            "options": {"expires": STALE_SECONDS},
        },
        "expire-forms": {
            "task": "tasks.representation.expire",
            "schedule": MINUTE,
            "options": {"expires": MINUTE},
        },
        "find-times": {
            "task": "tasks.biometrics.find_times",
            "schedule": MINUTE,
            "options": {"expires": MINUTE},
        },
        "chase-answers": {
            "task": "tasks.feed_out.chase_answers",
            "schedule": MINUTE,
            "options": {"expires": MINUTE},
        },
        "seal-audit-entries": {"task": "tasks.audit.seal", "schedule": SEAL_SECONDS},
        "require-statements": {
            "task": "tasks.feed_out.require_statements",
            "schedule": STATEMENTS_SECONDS,
        },
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
