"""What can be typed after `python -m training`."""

import argparse
from pathlib import Path
from typing import get_args

from training import commands, recipes

SCALINGS = ("auto", "inside", "0..1", "0..255")
ABOUT = "Trains digit readers and publishes them into a store; a running service picks up the promoted one."
MORE = (
    "Environment: DIGITS_MODELS, the store (default ./models); DIGITS_MNIST, a copy of mnist.npz to use "
    "instead of Keras's download. Exit status: 0 done, 1 the quality gate was missed, 2 an error."
)


def parser(models: Path) -> argparse.ArgumentParser:
    """All commands and their flags; `models` is the store where no flag says otherwise."""
    top = argparse.ArgumentParser(prog="python -m training", description=ABOUT, epilog=MORE)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--models", type=Path, default=models, metavar="DIR", help="the store (default: %(default)s)"
    )
    all_commands = top.add_subparsers(metavar="COMMAND", required=True)
    for name, function, add_flags, told in COMMANDS:
        command = all_commands.add_parser(
            name,
            parents=[shared],
            help=told,
            description=f"{told[0].upper()}{told[1:]}.",
            epilog=_recipes_told() if name == "run" else None,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.set_defaults(command=function)
        add_flags(command)
    return top


def _run_flags(run: argparse.ArgumentParser) -> None:
    run.add_argument(
        "--recipe", default=recipes.DEFAULT, metavar="NAME", help="see below (default: %(default)s)"
    )
    run.add_argument("--epochs", type=_positive, metavar="N", help="instead of the recipe's")
    run.add_argument("--batch-size", type=_positive, metavar="N", help="instead of the recipe's")
    run.add_argument(
        "--precision",
        choices=get_args(recipes.Precision),
        help="bfloat16 is faster where the processor has it (avx512_bf16, amx_bf16), and slower elsewhere",
    )
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
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 on")
    return int(text)


def _evaluate_flags(evaluate: argparse.ArgumentParser) -> None:
    evaluate.add_argument("model", nargs="?", metavar="VERSION|FILE", help="default: the promoted version")
    evaluate.add_argument(
        "--suites",
        action="store_true",
        help="upload the pictures of every suite to a service: corrupted, made, blank, no digits, ...",
    )
    evaluate.add_argument(
        "--bundled", action="store_true", help="with --suites: the model inside the service"
    )
    evaluate.add_argument(
        "--sample", type=_positive, metavar="N", help="with --suites: at most N pictures of each"
    )
    evaluate.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        help="with --suites: write table, reasons and sheets of mistakes",
    )
    _scaling_flag(evaluate)


def _publish_flags(publish: argparse.ArgumentParser) -> None:
    publish.add_argument("file", type=Path, metavar="FILE.h5")
    _scaling_flag(publish)


def _join_flags(join: argparse.ArgumentParser) -> None:
    join.add_argument("file", type=Path, metavar="READER.h5")
    join.add_argument(
        "--digits",
        metavar="VERSION|bundled",
        help="whose network names the digits (default: what is served from the store, else bundled)",
    )
    join.add_argument(
        "--made", type=Path, metavar="FILE.json", help="how the reader was made, for the manifest"
    )


def _scaling_flag(command: argparse.ArgumentParser) -> None:
    told = "what the file's network takes (default: %(default)s)"
    command.add_argument("--scaling", choices=SCALINGS, default="auto", help=told)


def _promote_flags(promote: argparse.ArgumentParser) -> None:
    promote.add_argument("version", metavar="VERSION")
    promote.add_argument("--force", action="store_true", help="although it missed its gate")
    promote.add_argument("--reason", metavar="TEXT", help="why, for the log of promotions")


def _prune_flags(prune: argparse.ArgumentParser) -> None:
    prune.add_argument(
        "--keep", type=_positive, required=True, metavar="N", help="how many of the newest to keep"
    )


def _no_flags(_: argparse.ArgumentParser) -> None:
    pass


COMMANDS = (
    ("run", commands.run, _run_flags, "train, measure, publish and promote a model"),
    ("evaluate", commands.evaluate, _evaluate_flags, "measure a version or an .h5 file on MNIST"),
    (
        "publish",
        commands.publish,
        _publish_flags,
        "check, measure and publish an .h5 that was trained elsewhere",
    ),
    ("join", commands.join, _join_flags, "publish a version that reads pages with this reader"),
    ("promote", commands.promote, _promote_flags, "have a version served; an older one is a rollback"),
    ("list", commands.list_versions, _no_flags, "list the versions in the store, the served one with a star"),
    ("prune", commands.prune, _prune_flags, "remove old versions, never the served one or the one before it"),
)
