"""`python -m bench.far_end PORT FILE`: takes every mail as SendGrid would, and writes into FILE
when which message came. Lean, so that the portal is measured and not this."""

from __future__ import annotations

import asyncio
import re
import sys
import time
from pathlib import Path
from typing import Final, TextIO

ID: Final = re.compile(rb'"message_id": ?"([0-9a-f-]{36})"')
LENGTH: Final = re.compile(rb"content-length: (\d+)", re.I)
TAKEN: Final = b"HTTP/1.1 202 Accepted\r\nX-Message-Id: x\r\nContent-Length: 0\r\n\r\n"


async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, log: TextIO) -> None:
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            found = LENGTH.search(head)
            body = await reader.readexactly(int(found[1])) if found else b""
            for message_id in ID.findall(body):
                log.write(f"{message_id.decode()} {time.time()}\n")
            writer.write(TAKEN)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main(port: int, path: Path) -> None:
    with path.open("w", buffering=1) as log:
        server = await asyncio.start_server(lambda r, w: take(r, w, log), "127.0.0.1", port)
        async with server:
            await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
