"""The embedded broker: kombu's folder of message files, with each file appearing whole.

Kombu opens a message's file under its final name and writes afterwards. A reader in between takes
an empty message, fails to decode it, and the worker ends.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from time import monotonic_ns
from typing import Any, Final
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

SCHEME: Final = "folder"


class Channel(filesystem.Channel):
    def _put(self, queue: Any, payload: Any, **_options: Any) -> None:  # type: ignore[override]
        # Readers take files in the order of their names, and only those that end in `.msg`.
        target = Path(self.data_folder_out, f"{monotonic_ns():020}_{uuid4()}.{queue}.msg")
        try:
            _write_whole(target, dumps(payload), os.replace)
        except OSError as error:
            raise ChannelError(f"cannot put a message into {self.data_folder_out}") from error

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        table = self._exchange_file(exchange)
        table.parent.mkdir(exist_ok=True)
        if not table.exists():
            with contextlib.suppress(FileExistsError):
                _write_whole(table, "[]", os.link)
        super()._queue_bind(exchange, routing_key, pattern, queue)


class Transport(filesystem.Transport):
    Channel = Channel
    driver_name = SCHEME


def _write_whole(target: Path, text: str, publish: Any) -> None:
    part = target.with_name(f"{target.name}.{uuid4()}.part")
    try:
        part.write_text(text)
        publish(part, target)
    finally:
        part.unlink(missing_ok=True)


TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
