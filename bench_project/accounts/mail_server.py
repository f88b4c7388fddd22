"""An SMTP server that counts what it receives and keeps nothing. It needs aiosmtpd, and no Django.

    python mail_server.py

It listens on the loopback interface, at a free port, whose number is its first line. From then on it answers
every line with the number of messages received so far, and it ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import sys

from aiosmtpd.smtp import SMTP


class Counter:
    """Accepts every message."""

    received = 0

    async def handle_DATA(self, server, session, envelope):
        self.received += 1
        return "250 Message accepted for delivery"


async def serve():
    counter, questions = Counter(), asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(counter, hostname="localhost"), "127.0.0.1", 0)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(questions), sys.stdin)
    print(server.sockets[0].getsockname()[1], flush=True)
    async for _ in questions:
        print(counter.received, flush=True)


if __name__ == "__main__":
    asyncio.run(serve())
