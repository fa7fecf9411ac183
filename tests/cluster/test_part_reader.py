"""The actor of a bulk run, in this process: records, resuming after a death, results whole or not at all."""

import os

import numpy as np
import pyarrow.parquet as pq
import pytest
from PIL import Image

from service.bulk import actor, parts
from service.commands import crew
from service.settings import Settings
from tests.pictures import row_of


@pytest.fixture
def settings(tmp_path):
    return Settings(models=tmp_path / "no-models")


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    Image.fromarray(row_of("204")).save(folder / "a.png")
    (folder / "broken.png").write_bytes((folder / "a.png").read_bytes()[:90])
    Image.fromarray(np.full((60, 60), 255, np.uint8)).save(folder / "c.png")
    return folder


@pytest.fixture
def out(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.fixture
def part(folder, out):
    [part] = parts.parts_of(folder, out)
    return part


def read(part, settings, out):
    return actor.PartReader(settings, str(out))({"part": np.array([part.as_json()])})


def results(part, out):
    return pq.read_table(parts.results_of(part, out)).to_pylist()


def test_a_part_is_read_as_the_command_for_one_machine_reads_it(part, settings, folder, out):
    done = read(part, settings, out)
    assert (done["pictures"].tolist(), done["bad"].tolist()) == ([3], [1])
    with crew.Crew(folder, settings, 1) as workers:
        expected = list(workers.read(part.files))
    assert [actor.Record(**row) for row in results(part, out)] == expected
    assert [each.digits for each in expected] == [3, None, 0]


def test_a_name_that_is_no_text_is_written_and_known_again(settings, folder, out):
    odd = os.fsdecode(os.fsencode(folder) + b"/caf\xe9.png")
    (folder / "a.png").rename(odd)
    [part] = parts.parts_of(folder, out)
    read(part, settings, out)
    assert "caf\\udce9.png" in [row["file"] for row in results(part, out)]
    assert parts.parts_of(folder, out) == []


class Death(BaseException):
    """The process ends here, as by a signal: nothing catches it."""


def test_a_picture_that_ends_its_reader_twice_is_named_and_the_rest_is_read(part, settings, out, monkeypatch):
    deaths = []
    whole = actor.PictureReader.record

    def deadly(self, file, picture):
        if file == "broken.png":
            deaths.append(file)
            raise Death
        return whole(self, file, picture)

    monkeypatch.setattr(actor.PictureReader, "record", deadly)
    for _ in range(actor.TRIES):
        with pytest.raises(Death):
            read(part, settings, out)
        assert not parts.results_of(part, out).exists()
    read(part, settings, out)

    told = {row["file"]: row for row in results(part, out)}
    assert told["broken.png"]["problem"] == crew.DIED
    assert (told["a.png"]["digits"], told["c.png"]["digits"]) == (3, 0)
    assert len(deaths) == actor.TRIES
    assert list(out.iterdir()) == [parts.results_of(part, out)]


def test_a_death_that_was_no_pictures_fault_costs_no_picture(part, settings, out, monkeypatch):
    whole, died = actor.PictureReader.record, []

    def dies_once(self, file, picture):
        if file not in died:
            died.append(file)
            raise Death
        return whole(self, file, picture)

    monkeypatch.setattr(actor.PictureReader, "record", dies_once)
    for _ in part.files:
        with pytest.raises(Death):
            read(part, settings, out)
    read(part, settings, out)
    assert [row["problem"] == crew.DIED for row in results(part, out)] == [False] * 3


def test_results_are_there_whole_or_not_at_all(part, settings, out, monkeypatch):
    def full(table, path):
        path.write_bytes(b"half of")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(actor.pq, "write_table", full)
    with pytest.raises(OSError, match="No space"):
        read(part, settings, out)
    assert not parts.results_of(part, out).exists()
    monkeypatch.undo()
    read(part, settings, out)
    assert len(results(part, out)) == 3
