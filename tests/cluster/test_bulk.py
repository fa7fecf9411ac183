"""`python -m service bulk`: a real Ray on this machine, two actors, the bundled model."""

import os
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from service.bulk import actor, cluster, command, parts
from service.commands.crew import DIED
from service.settings import Settings
from tests.pictures import row_of

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:ray")  # Ray's own

ACTORS = 2


@pytest.fixture(autouse=True)
def no_models(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITS_MODELS", str(tmp_path / "no-models"))


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(6):
        Image.fromarray(row_of(str(number) * (number + 1))).save(folder / f"{number}.png")
    (folder / "broken.png").write_bytes((folder / "0.png").read_bytes()[:90])
    return folder


def table_of(folder, path):
    pictures = {file.name: file.read_bytes() for file in sorted(folder.iterdir())}
    pq.write_table(
        pa.table({"path": list(pictures), "bytes": list(pictures.values())}), path, row_group_size=3
    )
    return path


def rows(out):
    found = [row for path in out.glob("part-*.parquet") for row in pq.read_table(path).to_pylist()]
    return sorted(found, key=lambda row: row["file"])


def run(source, out):
    return command.main([str(source), "--out", str(out), "--actors", str(ACTORS)])


def test_folder_and_table_give_the_same_and_a_second_run_reads_what_is_new(
    folder, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(parts, "PART", 3)
    from_folder, from_table = tmp_path / "a", tmp_path / "b"
    assert run(folder, from_folder) == 0
    told = capsys.readouterr().err
    assert "3 parts to read" in told
    assert "6 read, 1 could not be read" in told
    assert [row["digits"] for row in rows(from_folder)] == [1, 2, 3, 4, 5, 6, None]
    assert "damaged" in rows(from_folder)[-1]["problem"]

    assert run(table_of(folder, tmp_path / "pictures.parquet"), from_table) == 0
    assert rows(from_table) == rows(from_folder)

    capsys.readouterr()
    before = {path: path.stat().st_mtime_ns for path in from_folder.iterdir()}
    Image.fromarray(row_of("77")).save(folder / "00.png")
    assert run(folder, from_folder) == 0
    assert "1 parts to read" in capsys.readouterr().err
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert [row["file"] for row in rows(from_folder)][:2] == ["0.png", "00.png"]


class Fragile(actor.PartReader):
    """A reader whose process ends at one picture, as a crash in a decoder would end it."""

    def _record(self, file, picture):
        if file == "3.png":
            os._exit(1)
        return super()._record(file, picture)


def test_a_picture_that_ends_its_actor_costs_no_other(folder, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    cluster.ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])
    with cluster.joined(None, ACTORS):
        done = list(
            cluster.read(parts.parts_of(folder, out), Settings.from_environment(), out, ACTORS, Fragile)
        )
    assert [(each.pictures, each.bad) for each in done] == [(7, 2)]
    assert [row["digits"] for row in rows(out)] == [1, 2, 3, None, 5, 6, None]
    assert rows(out)[3]["problem"] == DIED


WITHOUT_RAY = (
    "import sys; sys.modules['ray'] = None; from service.bulk.command import main; sys.exit(main({}))"
)


def test_without_ray_it_says_what_to_install(tmp_path):
    arguments = [str(tmp_path), "--out", str(tmp_path / "out")]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_RAY.format(arguments)], check=False, capture_output=True, text=True
    )
    assert (done.returncode, "pip install '.[cluster]'" in done.stderr) == (2, True)


def test_a_source_that_is_not_there_is_told(tmp_path, capsys):
    assert run(tmp_path / "nowhere", tmp_path / "out") == 2
    assert "nowhere is not there" in capsys.readouterr().err


def test_the_command_is_there():
    done = subprocess.run(
        [sys.executable, "-m", "service", "bulk", "--help"], check=True, capture_output=True, text=True
    )
    assert {word for word in ("path", "bytes", "--actors", "--address") if word not in done.stdout} == set()
