"""`python -m service bulk SOURCE --out FOLDER`: a folder or Parquet files to Parquet, on a cluster of Ray."""

import argparse
import sys
import time
from pathlib import Path

from service.commands.options import processes
from service.commands.picture_reader import PictureReader
from service.errors import DigitsError
from service.settings import Settings, SettingsError, cores

INTERRUPTED, WRONG_USAGE = 130, 2  # exit codes
LACKING = "`bulk` needs Ray and PyArrow: pip install '.[cluster]'"


def main(arguments: list[str]) -> int:
    """Read a source's pictures into Parquet files. Returns the exit code: 0 also where some are bad."""
    options = _parser().parse_args(arguments)
    try:
        from service.bulk import cluster, parts  # noqa: PLC0415  the extra `cluster`: serving needs none of it
    except ImportError:
        print(LACKING, file=sys.stderr)
        return WRONG_USAGE
    try:
        settings = Settings.from_environment()
        PictureReader(settings)  # where no model can be had, no actor could begin
        options.out.mkdir(parents=True, exist_ok=True)
        todo = parts.parts_of(options.source, options.out)
        print(f"{len(todo):,} parts to read.", file=sys.stderr)
        begun, pictures, bad = time.monotonic(), 0, 0
        with cluster.joined(options.address, options.actors):
            for number, done in enumerate(cluster.read(todo, settings, options.out, options.actors), 1):
                pictures, bad = pictures + done.pictures, bad + done.bad
                rate = pictures / (time.monotonic() - begun)
                print(
                    f"{number:,} of {len(todo):,} parts: {pictures:,} pictures, {bad:,} of them bad, "
                    f"{rate:.0f} a second",
                    file=sys.stderr,
                )
    except KeyboardInterrupt:
        print("\nInterrupted. The same command goes on from here.", file=sys.stderr)
        return INTERRUPTED
    except (SettingsError, parts.SourceError, DigitsError, OSError) as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE
    print(f"{pictures - bad:,} read, {bad:,} could not be read. See {options.out}.", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m service bulk",
        description="Read the digits in millions of pictures, on this machine or on a cluster of Ray. "
        "Started again, it goes on where it was interrupted. A picture that cannot be read gets its reason.",
    )
    parser.add_argument(
        "source", type=Path, help="a folder of pictures, or Parquet with the columns path and bytes"
    )
    parser.add_argument("--out", type=Path, required=True, help="a folder for the results, in Parquet")
    parser.add_argument(
        "--actors", type=processes, default=cores(), metavar="N", help="processes (all cores)"
    )
    parser.add_argument("--address", help="of a cluster: auto, or HOST:PORT; default: this machine")
    return parser
