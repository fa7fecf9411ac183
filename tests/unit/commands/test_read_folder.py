"""`python -m service read FOLDER`: the whole command, with real processes and the bundled model."""

import csv
import multiprocessing
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from service.commands import crew, read
from tests.pictures import row_of


@pytest.fixture
def folder(tmp_path):
    pictures = tmp_path / "pictures"
    (pictures / "more").mkdir(parents=True)
    Image.fromarray(row_of("204")).save(pictures / "a.png")
    Image.fromarray(np.full((60, 60), 255, np.uint8)).save(pictures / "more" / "blank.png")
    (pictures / "broken.png").write_bytes((pictures / "a.png").read_bytes()[:90])
    (pictures / "notes.txt").write_text("no picture")
    (pictures / ".hidden").write_text("not looked at")
    return pictures


def rows(path):
    with path.open(newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


def test_every_picture_is_read_and_every_bad_file_named_with_its_reason(folder, tmp_path, capsys):
    assert read.main([str(folder), "--out", str(tmp_path / "r.csv"), "--workers", "2"]) == 0

    found = rows(tmp_path / "r.csv")
    assert list(found) == ["a.png", "broken.png", "notes.txt", "more/blank.png"]
    assert found["a.png"]["digits"] == "3"
    assert len(found["a.png"]["text"]) == 3
    assert (found["more/blank.png"]["text"], found["more/blank.png"]["problem"]) == ("", "")
    assert "damaged" in found["broken.png"]["problem"]
    assert "not a picture" in found["notes.txt"]["problem"]
    assert "2 read, 2 could not be read" in capsys.readouterr().err


def test_a_second_run_reads_only_what_is_new(folder, tmp_path, capsys):
    out = tmp_path / "r.csv"
    read.main([str(folder), "--out", str(out), "--workers", "1"])
    first = out.read_bytes()
    Image.fromarray(row_of("17")).save(folder / "new.png")

    assert read.main([str(folder), "--out", str(out), "--workers", "1"]) == 0
    assert out.read_bytes().startswith(first)
    assert list(rows(out))[-1] == "new.png"
    assert "1 read, 0 could not be read" in capsys.readouterr().err


def test_results_inside_the_folder_are_not_read_as_a_picture(folder):
    assert read.main([str(folder), "--out", str(folder / "r.csv"), "--workers", "1"]) == 0
    assert "r.csv" not in rows(folder / "r.csv")


def test_a_worker_that_dies_costs_its_own_picture_only(folder, tmp_path):
    settings = crew.Settings(models=tmp_path / "none")
    with crew.Crew(folder, settings, 1) as workers:
        reading = workers.read(["a.png", "more/blank.png", "a.png"])
        next(reading)
        [process] = multiprocessing.active_children()
        process.kill()
        process.join()
        records = list(reading)
    assert [record.file for record in records] == ["more/blank.png", "a.png"]
    assert [record.problem for record in records] == [None, None]


def test_a_file_that_would_be_handed_to_a_dead_pool_is_read_all_the_same(folder, tmp_path):
    settings = crew.Settings(models=tmp_path / "none")
    with crew.Crew(folder, settings, 1) as workers:
        reading = workers.read(["a.png"] * (crew.AHEAD + 2))
        next(reading)
        [process] = multiprocessing.active_children()
        process.kill()
        workers._pool._executor_manager_thread.join()  # the pool knows: it takes nothing any more
        records = list(reading)
    assert [record.problem for record in records] == [None] * (crew.AHEAD + 1)


WRONG = {
    "no folder": ["no-such-folder", "--out", "r.csv"],
    "no format": [".", "--out", "r.txt"],
    "no results": ["."],
    "no workers": [".", "--out", "r.csv", "--workers", "0"],
}


def test_a_wrong_number_of_processes_is_told_in_a_line(capsys):
    with pytest.raises(SystemExit):
        read.main([".", "--out", "r.csv", "--workers", "0"])
    assert capsys.readouterr().err.splitlines()[-1].endswith("'0' is no number from 1 to 256")


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_wrong_usage_ends_with_two(arguments, tmp_path):
    with pytest.raises(SystemExit) as ended:
        sys.exit(read.main([each if each != "." else str(tmp_path) for each in arguments]))
    assert ended.value.code == 2


def test_an_unknown_command_is_told():
    done = subprocess.run([sys.executable, "-m", "service", "raed"], check=False, capture_output=True)
    assert done.returncode == 2
    assert b"no command" in done.stderr
