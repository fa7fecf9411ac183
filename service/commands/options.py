"""What the commands that read pictures take in the same way."""

import argparse

MOST_PROCESSES = 256


def processes(text: str) -> int:
    """A number of processes. Raises ArgumentTypeError, whose message argparse shows."""
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= MOST_PROCESSES:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to {MOST_PROCESSES}")
    return int(text)
