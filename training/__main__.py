"""`python -m training`: train digit readers, publish them, choose which one is served."""

import os
import signal
import sys

from service.errors import DigitsError
from training import arguments as flags
from training import environment
from training.errors import GateFailed

GATE_FAILED, FAILED, INTERRUPTED = 1, 2, 130


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    surroundings = environment.read()
    arguments = flags.parser(surroundings.models).parse_args(argv)
    try:
        arguments.command(arguments, surroundings)
    except GateFailed as error:
        print(error, file=sys.stderr)
        return GATE_FAILED
    except DigitsError as error:
        print(f"error: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("\nStopped; nothing half-done is left in the store.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # `list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # `docker stop` ends it as Ctrl-C does
    sys.exit(main())
