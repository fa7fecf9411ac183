"""The port: taken once, by the first process of the service, and listened on by each worker for itself."""

import socket
import sys

from service.settings import PREFIX, Settings

DEALT_OUT = sys.platform == "linux"  # here the system deals connections out among sockets of one port


class SharedPort(socket.socket):
    """A port that is taken but not listened on; who it is sent to gets a listening socket of its own.

    On one socket for all, the worker that wakes first takes all connections of a burst, and while they are
    kept the others idle: half of the throughput, in three of five runs of a benchmark with 8 connections.
    """

    def __reduce_ex__(self, _: object) -> tuple[object, ...]:
        """Pickled for another process, it is a recipe."""
        return _listening, (self.family, self.getsockname())


def take(settings: Settings) -> socket.socket:
    """The port of the settings; listened on already if only one process will.

    Raises OSError with a sentence for whoever started the service.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    is_shared = settings.workers > 1 and DEALT_OUT
    taken = SharedPort(family) if is_shared else socket.socket(family)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((settings.host, settings.port))
        if is_shared:  # only now: before, the port of another service that shares its own would be had, too
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        else:
            taken.listen()
    except OSError as error:
        taken.close()
        raise OSError(
            f"Cannot serve on {settings.host}, port {settings.port}: {error.strerror or error}. "
            f"Set {PREFIX}PORT (or {PREFIX}HOST) to another one."
        ) from None
    taken.set_inheritable(True)
    return taken


def _listening(family: int, address: tuple[str, int]) -> socket.socket:
    """One more socket that listens on a shared port."""
    own = socket.socket(family)
    own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    own.bind(address)
    own.listen()
    return own
