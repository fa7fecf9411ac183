"""Many clients at once from one process of its own: prints how often each status came, as JSON.

    python -m tests.stress.hammer PORT CLIENTS SECONDS WAIT

Each client posts the same picture over and over on a connection of its own, and waits WAIT seconds after a
503 (0: not at all). Whatever is no whole answer counts as "broken", a 503 without Retry-After as "rude".
"""

import asyncio
import json
import os
import sys
import time
from collections import Counter

from tests.pictures import png

PICTURE = png()
BODY = (
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n' + PICTURE + b"\r\n--b--\r\n"
)
REQUEST = (
    b"POST /v1/predict HTTP/1.1\r\nhost: digits\r\ncontent-type: multipart/form-data; boundary=b\r\n"
    b"content-length: %d\r\n\r\n" % len(BODY)
) + BODY


async def client(port: int, until: float, wait: float, seen: Counter[str]) -> None:
    reader = writer = None
    while time.monotonic() < until:
        try:
            if writer is None:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(REQUEST)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
            await reader.readexactly(length)
        except (OSError, EOFError, ValueError):
            seen["broken"] += 1
            writer = None
            continue
        status = head.split()[1].decode()
        seen["rude" if status == "503" and b"retry-after: 1" not in head else status] += 1
        if b"connection: close" in head:
            writer.close()
            writer = None
        if status == "503" and wait:
            await asyncio.sleep(wait)
    if writer is not None:
        writer.close()


async def main(port: int, clients: int, seconds: float, wait: float) -> Counter[str]:
    seen: Counter[str] = Counter()
    until = time.monotonic() + seconds
    await asyncio.gather(*(client(port, until, wait, seen) for _ in range(clients)))
    return seen


if __name__ == "__main__":
    os.nice(10)  # the load must not take the processor from what it measures
    port, clients, seconds, wait = sys.argv[1:]
    print(json.dumps(asyncio.run(main(int(port), int(clients), float(seconds), float(wait)))))
