"""Every digit of a picture: pieces of ink are put together and cut apart until a network can read them.

reader = Reader(manager, max_pixels=...)
reading = reader.read(picture)   # bytes -> lines of digits, each with its box, confidence and verdict
"""

from service.reading.answer import Reading, ReadMark, Unread, UnreadReason, reading_of
from service.reading.reader import Reader

__all__ = ["ReadMark", "Reader", "Reading", "Unread", "UnreadReason", "reading_of"]
