"""`python -m training`: train digit readers, publish them, choose which one is served."""

import argparse
import os
import signal
import sys
from pathlib import Path

from service.errors import DigitsError
from training import commands, environment, recipes
from training.errors import GateFailed

GATE_FAILED, FAILED, INTERRUPTED = 1, 2, 130
SCALINGS = ("auto", "inside", "0..1", "0..255")


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    surroundings = environment.read()
    arguments = parser(surroundings.models).parse_args(argv)
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


def parser(models: Path) -> argparse.ArgumentParser:
    """All commands and their flags; `models` is the store where no flag says otherwise."""
    top = argparse.ArgumentParser(
        prog="python -m training",
        description="Trains digit readers and publishes them into a store, where a running service picks up "
        "the promoted one without a restart.",
        epilog="Environment: DIGITS_MODELS, the store (default ./models); DIGITS_MNIST, a copy of mnist.npz "
        "to use instead of Keras's download. Exit status: 0 done, 1 the quality gate was missed, 2 an error.",
    )
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--models", type=Path, default=models, metavar="DIR", help="the store (default: %(default)s)"
    )
    commands_ = top.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, function: object, told: str, more: str = "") -> argparse.ArgumentParser:
        added = commands_.add_parser(
            name,
            parents=[shared],
            help=told,
            description=f"{told[0].upper()}{told[1:]}.",
            epilog=more,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        added.set_defaults(command=function)
        return added

    _run_flags(command("run", commands.run, "train, measure, publish and promote a model", _recipes_told()))
    measured = command("evaluate", commands.evaluate, "measure a version or an .h5 file on MNIST")
    measured.add_argument("model", nargs="?", metavar="VERSION|FILE", help="default: the promoted version")
    published = command(
        "publish", commands.publish, "check, measure and publish an .h5 that was trained elsewhere"
    )
    published.add_argument("file", type=Path, metavar="FILE.h5")
    for one in (measured, published):
        one.add_argument(
            "--scaling",
            choices=SCALINGS,
            default="auto",
            help="what the file's network takes (default: %(default)s)",
        )
    promoted = command("promote", commands.promote, "have a version served; an older one is a rollback")
    promoted.add_argument("version", metavar="VERSION")
    promoted.add_argument("--force", action="store_true", help="although it missed its gate")
    promoted.add_argument("--reason", metavar="TEXT", help="why, for the log of promotions")
    command("list", commands.list_versions, "list the versions in the store, the served one with a star")
    pruned = command(
        "prune", commands.prune, "remove old versions, never the served one or the one before it"
    )
    pruned.add_argument(
        "--keep", type=_positive, required=True, metavar="N", help="how many of the newest to keep"
    )
    return top


def _run_flags(run: argparse.ArgumentParser) -> None:
    run.add_argument(
        "--recipe", default=recipes.DEFAULT, metavar="NAME", help="see below (default: %(default)s)"
    )
    run.add_argument("--epochs", type=_positive, metavar="N", help="instead of the recipe's")
    run.add_argument("--batch-size", type=_positive, metavar="N", help="instead of the recipe's")
    run.add_argument("--seed", type=int, default=1, metavar="N", help="the first seed (default: %(default)s)")
    run.add_argument(
        "--seeds", type=_positive, default=1, metavar="N",
        help="train N times, tell mean and deviation, publish what validates best (default: %(default)s)",
    )  # fmt: skip


def _recipes_told() -> str:
    lines = ["recipes:"]
    for recipe in recipes.RECIPES.values():
        lines += [
            f"  {recipe.name}",
            f"      {recipe.about}",
            f"      Takes {recipe.takes}; expect {recipe.expected}",
        ]
    return "\n".join(lines)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not 1 or more")
    return number


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # `docker stop` ends it as Ctrl-C does
    sys.exit(main())
