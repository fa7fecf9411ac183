"""What a bulk run reads: a source cut into parts, and what is left of it after an interruption."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from service.bulk import parts


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "pictures"
    (folder / "more").mkdir(parents=True)
    for number in range(5):
        (folder / f"{number}.png").write_bytes(bytes([number]))
    (folder / "more" / "5.png").write_bytes(b"\5")
    return folder


@pytest.fixture
def out(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def table_of(path, pictures, **options):
    table = pa.table({"path": list(pictures), "bytes": list(pictures.values()), "label": [0] * len(pictures)})
    pq.write_table(table, path, **options)
    return path


def everything(found):
    return [each for part in found for each in part.pictures()]


def test_a_folder_is_cut_into_parts_that_hold_every_file_once(folder, out, monkeypatch):
    monkeypatch.setattr(parts, "PART", 4)
    found = parts.parts_of(folder, out)
    assert [len(part.files) for part in found] == [4, 2]
    assert everything(found) == [(f"{n}.png", bytes([n])) for n in range(5)] + [("more/5.png", b"\5")]


def test_a_file_that_goes_away_is_told_and_the_next_one_read(folder, out):
    [part] = parts.parts_of(folder, out)
    (folder / "1.png").unlink()
    names = dict(part.pictures())
    assert isinstance(names["1.png"], FileNotFoundError)
    assert names["2.png"] == b"\2"


def test_a_row_group_is_a_part_and_other_columns_are_let_be(tmp_path, out):
    pictures = {f"{n}.png": bytes([n]) for n in range(5)}
    source = table_of(tmp_path / "a.parquet", pictures, row_group_size=2)
    found = parts.parts_of(source, out)
    assert len(found) == 3
    assert everything(found) == list(pictures.items())


def test_a_folder_of_tables_is_read_as_tables(tmp_path, out):
    tables = tmp_path / "tables"
    tables.mkdir()
    table_of(tables / "a.parquet", {"1.png": b"1"})
    table_of(tables / "b.parquet", {"2.png": b"2"})
    assert everything(parts.parts_of(tables, out)) == [("1.png", b"1"), ("2.png", b"2")]


def test_a_part_goes_through_a_cluster_as_it_is(folder, tmp_path, out):
    source = table_of(tmp_path / "a.parquet", {"1.png": b"1"})
    for part in (*parts.parts_of(folder, out), *parts.parts_of(source, out)):
        assert parts.Part.from_json(part.as_json()) == part


def test_what_has_its_results_is_left_out(folder, tmp_path, out, monkeypatch):
    monkeypatch.setattr(parts, "PART", 2)
    first = parts.parts_of(folder, out)[0]
    pq.write_table(pa.table({"file": list(first.files)}), parts.results_of(first, out))
    assert [file for part in parts.parts_of(folder, out) for file in part.files] == [
        "2.png", "3.png", "4.png", "more/5.png",
    ]  # fmt: skip
    source = table_of(tmp_path / "a.parquet", {"a.png": b"1", "b.png": b"2"}, row_group_size=1)
    first = parts.parts_of(source, out)[0]
    pq.write_table(pa.table({"file": ["a.png"]}), parts.results_of(first, out))
    assert everything(parts.parts_of(source, out)) == [("b.png", b"2")]


def test_a_file_that_came_later_is_read_though_the_rest_is_done(folder, out):
    [part] = parts.parts_of(folder, out)
    pq.write_table(pa.table({"file": list(part.files)}), parts.results_of(part, out))
    (folder / "00.png").write_bytes(b"new")
    assert everything(parts.parts_of(folder, out)) == [("00.png", b"new")]


def test_results_inside_the_source_are_not_read_as_pictures(folder):
    out = folder / "out"
    out.mkdir()
    (out / "part-x.parquet.new").write_bytes(b"")
    assert len(everything(parts.parts_of(folder, out))) == 6


WRONG = {
    "nothing there": (lambda path: None, "is not there"),
    "not Parquet": (lambda path: path.write_bytes(b"no table"), "no Parquet file"),
    "no bytes": (
        lambda path: pq.write_table(pa.table({"path": ["a"], "image": [b"1"]}), path),
        r"columns path \(string\), bytes \(binary\); it has path \(string\), image \(binary\)",
    ),
    "bytes are text": (
        lambda path: pq.write_table(pa.table({"path": ["a"], "bytes": ["1"]}), path),
        r"it has path \(string\), bytes \(string\)",
    ),
}


@pytest.mark.parametrize(("write", "told"), WRONG.values(), ids=WRONG)
def test_a_source_that_cannot_be_read_is_told(write, told, tmp_path, out):
    source = tmp_path / "source.parquet"
    write(source)
    with pytest.raises(parts.SourceError, match=told):
        parts.parts_of(source, out)
