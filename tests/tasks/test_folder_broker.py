"""The embedded broker under load: every message arrives whole, once, none ends the reader."""

from __future__ import annotations

from pathlib import Path
from queue import Empty
from threading import Thread

from kombu import Connection

from tasks import folder_broker

MESSAGES = 500
WRITERS = 3


def connect(folder: Path) -> Connection:
    messages, control = folder / "messages", folder / "control"
    messages.mkdir(exist_ok=True)
    options = {
        "data_folder_in": str(messages),
        "data_folder_out": str(messages),
        "control_folder": str(control),
    }
    return Connection(f"{folder_broker.SCHEME}://localhost//", transport_options=options)


def write(folder: Path, writer: int) -> None:
    with connect(folder) as connection, connection.SimpleQueue("nudges") as queue:
        for number in range(MESSAGES):
            queue.put({"writer": writer, "number": number, "filling": "x" * 4_000})


def test_messages_arrive_whole_while_others_are_written(tmp_path: Path) -> None:
    with connect(tmp_path) as connection, connection.SimpleQueue("nudges") as queue:
        writers = [Thread(target=write, args=(tmp_path, n)) for n in range(WRITERS)]
        for thread in writers:
            thread.start()
        seen: set[tuple[int, int]] = set()
        while any(thread.is_alive() for thread in writers) or queue.qsize():
            try:
                message = queue.get(block=False)
            except Empty:
                continue
            seen.add((message.payload["writer"], message.payload["number"]))
            message.ack()
        for thread in writers:
            thread.join()
    assert len(seen) == MESSAGES * WRITERS
    assert not list((tmp_path / "messages").iterdir())


def test_binding_at_the_same_moment_loses_no_queue(tmp_path: Path) -> None:
    def bind(name: str) -> None:
        with connect(tmp_path) as connection:
            connection.channel()._queue_bind("nudges", name, "", name)

    names = [f"queue{number}" for number in range(20)]
    threads = [Thread(target=bind, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with connect(tmp_path) as connection:
        assert {row.queue for row in connection.channel().get_table("nudges")} == set(names)
