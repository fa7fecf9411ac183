"""A reading becomes a record: its text with signs, how sure it is, and how much was not read."""

import pytest

from service.commands.picture_reader import PictureReader
from service.commands.records import Record
from service.errors import DamagedPicture
from service.reading import Reader, Reading, Unread, UnreadReason
from service.settings import Settings
from service.vision import Box
from tests.fakes import VERSION, a_mark, a_reading, a_sign


@pytest.fixture
def reader(tmp_path) -> PictureReader:
    return PictureReader(Settings(models=tmp_path / "none"))


def recorded(reader: PictureReader, reading: Reading, monkeypatch: pytest.MonkeyPatch) -> Record:
    monkeypatch.setattr(Reader, "read", lambda *_: reading)
    return reader.record("a.png", b"")


def test_a_record_holds_the_text_as_it_is_and_counts_digits_alone(reader, monkeypatch):
    marks = [a_mark(1), a_sign(".", confidence=0.91), a_mark(5), a_sign(None)]
    unread = [Unread(Box(0, 0, 9, 9), UnreadReason.UNCLEAR)] * 2
    reading = a_reading(marks, [a_mark(7)], unread=unread, confidence=0.87654)
    assert recorded(reader, reading, monkeypatch) == Record("a.png", "1.5\n7", 0.8765, 3, 0.91, 2, VERSION)


def test_nothing_read_has_no_confidence(reader, monkeypatch):
    assert recorded(reader, a_reading([]), monkeypatch) == Record("a.png", "", None, 0, None, 0, VERSION)


def test_what_is_wrong_with_a_picture_is_its_problem(reader, monkeypatch):
    def refuse(*_: object) -> Reading:
        raise DamagedPicture("It is cut off.")

    monkeypatch.setattr(Reader, "read", refuse)
    assert reader.record("a.png", b"") == Record("a.png", problem="It is cut off.")
