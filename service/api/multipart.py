"""Multipart bodies -> the contents of the parts of one name, bounded in parts and headers."""

import re

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from service.api.errors import MalformedUpload, MissingFile, NotAnUpload, TooManyFiles

MAX_OTHER_PARTS = 20  # fields that the call does not know are dropped, but not without end
MAX_PART_HEADERS = 8
MAX_PART_HEADER_BYTES = 4096
PLAIN_BOUNDARY = re.compile(r"multipart/form-data; ?boundary=([0-9A-Za-z'()+_.-]{1,70})")
# The head of a part as browsers, curl and most libraries write it.
PLAIN_HEAD = re.compile(
    rb'Content-Disposition: form-data; name="([^"\\\r\n]{1,100})"(?:; filename="[^"\\\r\n]{0,1000}")?\r\n'
    rb"(?:Content-Type: [!-~ ]{1,100}\r\n)?\r\n"
)


def boundary_of(header: str | None, field: str) -> bytes:
    """What stands between the parts, by the header Content-Type. Raises UploadError."""
    if header and (plain := PLAIN_BOUNDARY.fullmatch(header)):
        return plain[1].encode()
    kind, options = parse_options_header(header)
    if not header:
        raise MissingFile(f"Post multipart/form-data with a picture in the field `{field}`.")
    if kind != b"multipart/form-data":
        raise NotAnUpload(f"Post multipart/form-data with a picture in the field `{field}`.")
    if not options.get(b"boundary"):
        raise MalformedUpload("The content type names no boundary between the parts.")
    return options[b"boundary"]


def only_part(body: bytes, boundary: bytes, field: str) -> bytes | None:
    """The content of a whole body's one part, if it plainly is one and has that name; None where it may not.

    What `FormParts` makes of the same body, without its walk through each header byte by byte.
    """
    opening, closing = b"--%b\r\n" % boundary, b"\r\n--%b" % boundary
    head = PLAIN_HEAD.match(body, len(opening)) if body.startswith(opening) else None
    if head is None or head[1] != field.encode():
        return None
    end = body.find(closing, head.end())
    return body[head.end() : end] if body[end:] in (closing + b"--\r\n", closing + b"--") else None


class FormParts:
    """Collects the parts of one name while a body streams through the parser."""

    def __init__(self, boundary: bytes, field: str, most: int) -> None:
        """Collect at most `most` parts. Raises MalformedUpload where the boundary is none."""
        self._field = field
        self._most = most
        self._files: list[list[bytes]] = []
        self._others = 0
        self._header = b""
        self._value = b""
        self._disposition = b""
        self._wanted = False
        self._ended = False
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._begin_part,
                    "on_header_field": self._add_to_header,
                    "on_header_value": self._add_to_value,
                    "on_header_end": self._end_header,
                    "on_headers_finished": self._begin_content,
                    "on_part_data": self._add_to_content,
                    "on_end": self._end,
                },
                max_header_count=MAX_PART_HEADERS,
                max_header_size=MAX_PART_HEADER_BYTES,
            )
        except FormParserError:
            raise MalformedUpload("The boundary between the parts is too long.") from None

    def feed(self, chunk: bytes) -> None:
        """The next bytes of the body. Raises MalformedUpload or TooManyFiles."""
        try:
            self._parser.write(chunk)
        except FormParserError:
            raise MalformedUpload("The body is not well-formed multipart/form-data.") from None

    def files(self) -> list[bytes]:
        """What was collected, once the body is complete. Raises MalformedUpload or MissingFile."""
        if not self._ended:
            raise MalformedUpload("The body ends before its closing boundary.")
        if not self._files:
            raise MissingFile(f"The upload has no field `{self._field}`: send the picture under that name.")
        return [b"".join(chunks) for chunks in self._files]

    def _begin_part(self) -> None:
        self._disposition = b""

    def _add_to_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _add_to_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def _begin_content(self) -> None:
        _, options = parse_options_header(self._disposition)
        if b"name" not in options:
            raise MalformedUpload("A part of the body has no name.")
        self._wanted = options[b"name"] == self._field.encode()
        if not self._wanted:
            self._others += 1
            if self._others > MAX_OTHER_PARTS:
                raise TooManyFiles(
                    f"The upload has more than {MAX_OTHER_PARTS} other fields than `{self._field}`."
                )
        elif len(self._files) == self._most:
            raise TooManyFiles(f"At most {self._most} `{self._field}` can be posted at once.")
        else:
            self._files.append([])

    def _add_to_content(self, data: bytes, start: int, end: int) -> None:
        if self._wanted:
            self._files[-1].append(data[start:end])

    def _end(self) -> None:
        self._ended = True
