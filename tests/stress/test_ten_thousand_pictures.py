"""Ten thousand pictures, one in a hundred broken, by the batch and from a folder: all read, memory flat."""

import csv
import subprocess
import sys
import time
from contextlib import suppress

import httpx
import numpy as np
import psutil

from tests.pictures import png, row_of
from tests.stress.running import LONG, MIB, service

PICTURES = 10_000 if LONG else 600
BROKEN_EVERY = 100
IN_A_BATCH = 50
WARM_UP = PICTURES // 5
GROWTH_MIB = 4.0  # of all processes together, from the first quarter after the warm-up to the last
NUMBERS = ["7", "42", "1990", "2048", "305"]


def is_broken(number: int) -> bool:
    return number % BROKEN_EVERY == BROKEN_EVERY // 2


def picture(number: int) -> bytes:
    whole = READABLE[number % len(READABLE)]
    return whole[: len(whole) // 3] if is_broken(number) else whole


READABLE = [png(row_of(text, height=height)) for text in NUMBERS for height in (60, 100, 160)]
BROKEN = {number for number in range(PICTURES) if is_broken(number)}


def assert_flat(held: list[float], what: str) -> None:
    first, *_, last = (float(np.median(part)) for part in np.array_split(held, 4))
    print(f"{PICTURES} pictures by {what}: {first:.1f} MiB, in the end {last:.1f}")
    assert last - first < GROWTH_MIB


def test_in_batches():
    held, problems = [], {}
    with service() as running, httpx.Client(base_url=running.url, timeout=60) as client:
        for start in range(0, PICTURES, IN_A_BATCH):
            numbers = range(start, min(start + IN_A_BATCH, PICTURES))
            files = [("files", (f"{number}.png", picture(number))) for number in numbers]
            answer = client.post("/v1/predict/batch", files=files)
            assert answer.status_code == 200
            results = answer.json()["results"]
            assert len(results) == len(files)
            for number, result in zip(numbers, results, strict=True):
                if result.get("problem"):
                    problems[number] = result["problem"]["title"]
            if start >= WARM_UP:
                held.append(running.resident())
    assert set(problems) == BROKEN
    assert_flat(held, "batch")


def test_from_a_folder(tmp_path):
    folder, out = tmp_path / "pictures", tmp_path / "results.csv"
    folder.mkdir()
    for number in range(PICTURES):
        (folder / f"{number}.png").write_bytes(picture(number))
    held = []
    command = [sys.executable, "-m", "service", "read", str(folder), "--out", str(out)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            if out.exists() and out.read_bytes().count(b"\n") > WARM_UP:
                held.append(resident(process.pid))
            time.sleep(0.05)  # between two looks
    assert process.returncode == 0

    with out.open(newline="") as file:
        rows = {int(row["file"].removesuffix(".png")): row for row in csv.DictReader(file)}
    assert set(rows) == set(range(PICTURES))
    assert {number for number, row in rows.items() if row["problem"]} == BROKEN
    assert all(rows[number]["text"] for number in rows.keys() - BROKEN)
    assert_flat(held, "folder")


def resident(parent: int) -> float:
    """MiB of a process and all that it has started; of those that ended between two looks, nothing."""
    held = 0
    with suppress(psutil.NoSuchProcess):
        for each in (psutil.Process(parent), *psutil.Process(parent).children(recursive=True)):
            held += each.memory_info().rss
    return held / MIB
