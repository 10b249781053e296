"""Serves the built portal: `python -m cx_app.serve`. Pages, websocket and HTTP API, one port.

The names in double underscores are internal to Reflex; they let it start without Node.
"""

from __future__ import annotations

import os
import sys
from typing import Final, NoReturn

from cx_app.services.keys.start import ready_or_exit
from cx_app.settings import PROJECT, settings

ENVIRONMENT: Final = {
    "__REFLEX_SKIP_COMPILE": "true",
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    "REFLEX_ENV_MODE": "prod",
    "REFLEX_TELEMETRY_ENABLED": "false",
    "REFLEX_CHECK_LATEST_VERSION": "false",
}


def command() -> list[str]:
    """No access log: the address of the websocket carries the token of a tab."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "asgi", "--factory"),
        *("--host", settings.host, "--port", str(settings.port)),
        *("--workers", str(settings.workers), "--workers-kill-timeout", "3"),
        *("--log-level", "warning", "--no-access-log", "cx_app.cx_app:app"),
    ]


def main() -> NoReturn:
    ready_or_exit()
    os.chdir(PROJECT)  # Reflex finds its configuration and its build from here
    os.execve(sys.executable, command(), {**os.environ, **ENVIRONMENT})


if __name__ == "__main__":
    main()
