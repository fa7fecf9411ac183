"""Mutated pictures, bombs of every format and odd shapes: answered or refused, in bounded time and memory.

STRESS=1 (`make stress`) looks at 100,000 mutated pictures, and at bombs of as many pixels as are allowed.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

LONG = bool(os.environ.get("STRESS"))
CASES = 100_000 if LONG else 2_000
SEED = int(os.environ.get("DIGITS_FUZZ_SEED", "20250607"))
SECONDS = 4.0  # of the processor, for a mutated picture of up to 4 megapixels; 1.9 was the most of 10,000
ROOT = Path(__file__).parents[2]


def looked_at(*arguments: object) -> list[dict]:
    """What came of each picture, after a look whether all were looked at."""
    command = [sys.executable, "-m", "tests.fuzz.recognize_all", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    came = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, f"after {came[-1] if came else 'nothing'}: {done.stderr[-2000:]}"
    for each in sorted(came, key=lambda each: -each["seconds"])[:12]:
        print(each)
    return came


def test_mutated_pictures_are_answered_or_refused_in_time():
    came = looked_at("mutated", SEED, 0, CASES)
    print(Counter(each["came"] for each in came))
    assert len(came) == CASES
    assert len({each["came"] for each in came}) >= 4  # verdicts and refusals both
    assert [each for each in came if each["seconds"] > SECONDS] == []
    assert came[-1]["peak_mib"] < 400


def test_pictures_of_odd_shapes_are_answered_or_refused():
    came = looked_at("shapes")
    assert {each["came"] for each in came if each["name"] == "no bytes"} == {"EmptyPicture"}
    assert {each["came"] for each in came if "blank" in each["name"]} == {"blank"}
    assert [each for each in came if each["seconds"] > 6] == []
    assert came[-1]["peak_mib"] < 1200


def test_small_files_of_many_pixels_stay_in_bounds():
    side, most_mib, seconds = (8000, 2600, 12) if LONG else (4000, 900, 4)
    came = looked_at("bombs", side)
    assert [each for each in came if each["seconds"] > seconds] == []
    assert came[-1]["peak_mib"] < most_mib
    assert {each["came"] for each in came} == {"blank"}


def test_of_more_pixels_than_are_allowed_nothing_is_decoded():
    came = looked_at("refused", 8001 if LONG else 1001)
    assert {each["came"] for each in came} == {"PictureTooLarge"}
    assert [each for each in came if each["seconds"] > 0.2] == []


def test_of_many_frames_the_first_one_counts():
    came = looked_at("frames", 2000 if LONG else 200)
    assert {each["came"] for each in came} == {"digit"}
    assert [each for each in came if each["seconds"] > 1] == []


def test_files_that_keep_a_parser_busy_cost_a_second_a_megabyte_at_most():
    megabytes = 16 if LONG else 1
    came = looked_at("parse", megabytes * 1_000_000)
    if slow := {
        each["name"] for each in came if each["seconds"] > megabytes
    }:  # a shared machine's slow moment?
        again = looked_at("parse", megabytes * 1_000_000)
        assert [each for each in again if each["name"] in slow and each["seconds"] > megabytes] == []
    assert {each["came"] for each in came if "scans" in each["name"]} == {"DamagedPicture"}
    assert came[-1]["peak_mib"] < 800
