"""`python -m service` reads the settings, takes the port, runs the workers; `read`, `bulk`: of files."""

import logging
import logging.config
import shutil
import signal
import socket
import sys
import tempfile
from pathlib import Path

import uvicorn
from uvicorn.supervisors import Multiprocess

from service.log import configuration
from service.port import take
from service.protocol import BoundedProtocol
from service.settings import Settings, SettingsError, share, shared, unknown_variables

APP = "service.worker:application"
WRONG_USAGE = 2  # exit code
COMMANDS = (
    "`read FOLDER` reads a folder, `bulk SOURCE` millions of pictures; without a command, the service starts."
)
KEEP_ALIVE_SECONDS = 20
GRACE_SECONDS = 10  # for requests in flight when the service is told to stop

logger = logging.getLogger("service")


def main() -> int:
    """Serve until SIGTERM or Ctrl+C, or do what the command line names. Returns the exit code."""
    match sys.argv[1:]:
        case ["read", *arguments]:
            from service.commands import read  # noqa: PLC0415  serving needs none of it

            return read.main(arguments)
        case ["bulk", *arguments]:
            from service.bulk import command  # noqa: PLC0415  likewise

            return command.main(arguments)
        case ["-h" | "--help"]:
            print(COMMANDS)
            return 0
        case [unknown, *_]:
            print(f"{unknown}: no command. {COMMANDS}", file=sys.stderr)
            return WRONG_USAGE
    try:
        settings = Settings.from_environment()
        listening = take(settings)
    except (SettingsError, OSError) as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # before uvicorn takes over, and after
    logging.config.dictConfig(configuration(settings.log_level))
    for name in unknown_variables():
        logger.warning("%s is no setting of the service: is it misspelt?", name)
    if settings.model_file is None and not settings.models.is_dir():
        logger.info("There is no store at %s (yet): the bundled model serves", settings.models)
    host, port = listening.getsockname()[:2]
    logger.info("Serving on http://%s:%d%s/ (Ctrl+C stops it)", _shown(host), port, settings.root_path)
    try:
        _run(settings, listening)
    except KeyboardInterrupt:
        pass
    finally:
        listening.close()
    return 0


def _run(settings: Settings, listening: socket.socket) -> None:
    config = uvicorn.Config(
        APP,
        factory=True,
        workers=settings.workers,
        log_config=configuration(settings.log_level),
        access_log=False,  # `service.requests` has a line for each
        proxy_headers=settings.trusted_proxies is not None,
        forwarded_allow_ips=list(settings.trusted_proxies or ()),
        server_header=False,
        http=BoundedProtocol,
        ws="none",
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    if settings.workers > 1:
        _run_several(config, listening)
    else:
        uvicorn.Server(config).run(sockets=[listening])


def _run_several(config: uvicorn.Config, listening: socket.socket) -> None:
    """Run workers that share a folder for what they count together."""
    own = None if shared() else tempfile.mkdtemp(prefix="digits-")
    if own is not None:
        share(Path(own))
    try:
        Multiprocess(config, sockets=[listening]).run()
    finally:
        if own is not None:
            shutil.rmtree(own, ignore_errors=True)


def _shown(host: str) -> str:
    """An address that can be clicked."""
    host = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, host)  # noqa: S104  shown, not bound
    return f"[{host}]" if ":" in host else host


if __name__ == "__main__":
    sys.exit(main())
