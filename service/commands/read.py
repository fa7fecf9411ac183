"""`python -m service read FOLDER --out results.csv`: every picture of a folder, on all cores."""

import argparse
import sys
import time
from pathlib import Path

from service.commands.crew import Crew
from service.commands.files import as_text, files_of
from service.commands.options import processes
from service.commands.progress import Progress
from service.commands.records import Record, ResultsError, open_results
from service.errors import DigitsError
from service.settings import Settings, SettingsError, cores

INTERRUPTED, WRONG_USAGE = 130, 2  # exit codes; 130 as shells have it for Ctrl+C


def main(arguments: list[str]) -> int:
    """Read a folder's pictures into a file. Returns the exit code: 0 also where some pictures are bad."""
    options = _parser().parse_args(arguments)
    if not options.folder.is_dir():
        print(f"{options.folder} is not a folder.", file=sys.stderr)
        return WRONG_USAGE
    try:
        settings = Settings.from_environment()
        with open_results(options.out) as results:
            files = [name for name in files_of(options.folder, options.out) if not results.holds(name)]
            if len(results):
                print(f"{len(results):,} pictures are in {options.out} already.", file=sys.stderr)
            progress = Progress(len(files), sys.stderr, clock=time.monotonic)
            with Crew(options.folder, settings, options.workers) as crew:
                for record in crew.read(files):
                    results.write(record)
                    progress.advance(None if record.problem is None else _told(record))
            print(f"{progress.summary()} See {options.out}.", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nInterrupted. The same command goes on from here.", file=sys.stderr)
        return INTERRUPTED
    except (SettingsError, ResultsError, DigitsError, OSError) as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m service read",
        description="Read the digits in every picture of a folder and of the folders in it. Started again, "
        "it goes on where it was interrupted. A file that cannot be read gets its reason; the rest is read.",
    )
    parser.add_argument("folder", type=Path, help="where the pictures are")
    parser.add_argument(
        "--out", type=Path, required=True, help="results.csv, or results.jsonl for JSON lines"
    )
    parser.add_argument(
        "--workers", type=processes, default=cores(), metavar="N", help="processes (all cores)"
    )
    return parser


def _told(record: Record) -> str:
    return as_text(f"{record.file}: {record.problem}")
