"""How often each client may ask: a table of fixed size, shared by all workers, that forgets by itself."""

import hashlib
import ipaddress
import mmap
import os
import secrets
import struct
from pathlib import Path

SLOTS = 65_536  # clients that are remembered at once; 1 MiB
PROBED = 8  # slots that one client may lie in; where all are taken, the one nearest to its end gives way
SLOT = struct.Struct("=Qd")  # whose it is, and until when it is used up: seconds of the monotonic clock
TABLE = "allowance"


class Allowance:
    """`requests` at once, and as many again over each `seconds` (the generic cell rate algorithm).

    Times are those of the system's monotonic clock, which all processes share. Two workers that count the
    same client in the same microsecond may count one request for two.
    """

    def __init__(self, *, requests: int, seconds: float, shared: Path | None) -> None:
        self._each = seconds / requests
        self._burst = seconds - self._each
        self._secret = secrets.token_bytes(16) if shared is None else shared.name.encode()[:64]
        self._table = _table(shared)

    def take(self, client: str, now: float) -> float:
        """0 if `client` may ask at `now`, which is counted; or the seconds until it may ask again."""
        digest = hashlib.blake2b(_whose(client), digest_size=8, key=self._secret).digest()
        owner = int.from_bytes(digest, "little") or 1
        offset, used_until = self._slot(owner, now)
        if used_until - now > self._burst:
            return used_until - now - self._burst
        SLOT.pack_into(self._table, offset, owner, max(used_until, now) + self._each)
        return 0.0

    def _slot(self, owner: int, now: float) -> tuple[int, float]:
        """Where this client is counted, and until when its allowance is used up."""
        first = owner % SLOTS
        places = []
        for place in range(first, first + PROBED):
            offset = place % SLOTS * SLOT.size
            found, used_until = SLOT.unpack_from(self._table, offset)
            if found == owner:
                return offset, used_until
            places.append((used_until, offset))
        return min(places)[1], now


def _table(shared: Path | None) -> mmap.mmap:
    if shared is None:
        return mmap.mmap(-1, SLOTS * SLOT.size)
    descriptor = os.open(shared / TABLE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        os.ftruncate(descriptor, SLOTS * SLOT.size)  # the first of the workers makes it; all zeros
        return mmap.mmap(descriptor, SLOTS * SLOT.size)
    finally:
        os.close(descriptor)


def _whose(client: str) -> bytes:
    """An address as one client: of IPv6 the network of 64 bits, which one household has whole."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client.encode()
    if isinstance(address, ipaddress.IPv6Address):
        return address.ipv4_mapped.packed if address.ipv4_mapped else address.packed[:8]
    return address.packed
