"""The file of results: what is written is read back, and a run that was cut off goes on."""

import csv
import json
import os

import pytest

from service.commands.records import Record, ResultsError, open_results

READ = Record("a/one.png", "20\n4.8", 0.85, 4, 0.91, 1, "v1")
BAD = Record("bad.png", problem='It is cut\noff, or "so".')


@pytest.fixture(params=["results.csv", "results.jsonl"])
def path(request, tmp_path):
    return tmp_path / request.param


def test_a_record_is_one_line_of_the_file(path):
    with open_results(path) as results:
        results.write(READ)
        results.write(BAD)

    lines = path.read_text().splitlines()
    assert len(lines) == 2 + (path.suffix == ".csv")


def test_files_that_have_a_record_are_done(path):
    with open_results(path) as results:
        assert len(results) == 0
        results.write(READ)
        results.write(BAD)

    with open_results(path) as results:
        assert [results.holds(each) for each in ("a/one.png", "bad.png")] == [True, True]


ODD_NAMES = [
    "a\u2028b.png",
    "a\x85b.png",
    "two\nlines.png",
    "a\rb.png",
    os.fsdecode(b"caf\xe9.png"),
    "é,\"'.png",
]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_file_of_any_name_is_known_again(path, name):
    with open_results(path) as results:
        results.write(Record(name, "7", 0.9, 1, 0.9, 0, "v1"))
        results.write(Record("next.png", problem=f"{name} cannot be opened"))

    path.read_bytes().decode()  # is text, whatever the names were
    with open_results(path) as results:
        assert (len(results), results.holds(name), results.holds("next.png")) == (2, True, True)


@pytest.mark.parametrize("cut", range(1, 30, 4))
def test_a_line_that_was_cut_off_is_written_again(path, cut):
    with open_results(path) as results:
        results.write(READ)
        results.write(BAD)
    path.write_bytes(path.read_bytes()[:-cut])

    with open_results(path) as results:
        assert [results.holds(each) for each in ("a/one.png", "bad.png")] == [True, False]
        results.write(BAD)
    with open_results(path) as results:
        assert [results.holds(each) for each in ("a/one.png", "bad.png")] == [True, True]


def test_csv_has_the_lines_of_a_picture_in_one_cell(tmp_path):
    with open_results(tmp_path / "r.csv") as results:
        results.write(READ)

    with (tmp_path / "r.csv").open(newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["file"], row["text"], row["digits"], row["problem"]) == ("a/one.png", "20|4.8", "4", "")
    assert (row["confidence"], row["unread"]) == ("0.85", "1")


def test_json_keeps_line_breaks_and_nulls(tmp_path):
    with open_results(tmp_path / "r.jsonl") as results:
        results.write(READ)

    assert json.loads((tmp_path / "r.jsonl").read_text()) == {
        "file": "a/one.png",
        "text": "20\n4.8",
        "confidence": 0.85,
        "digits": 4,
        "least_confidence": 0.91,
        "unread": 1,
        "model": "v1",
        "problem": None,
    }


@pytest.mark.parametrize("content", ["my,own,table\n1,2,3\n", "[1, 2]\n", "\x00\xff\n"])
def test_a_file_with_other_content_is_left_as_it_is(path, content):
    path.write_text(content)

    with pytest.raises(ResultsError), open_results(path):
        pass
    assert path.read_text() == content


def test_the_ending_must_say_the_format(tmp_path):
    with pytest.raises(ResultsError, match=r"\.csv or \.jsonl"), open_results(tmp_path / "results.txt"):
        pass
    assert not (tmp_path / "results.txt").exists()
