"""The log's lines: what the service says, and nothing that a library hung on the record."""

import json
import logging

from service.log import JsonLines, facts


def line_of(**attributes) -> dict:
    record = logging.makeLogRecord(
        {"levelname": "INFO", "name": "service.requests", "msg": "request", "created": 0.0} | attributes
    )
    return json.loads(JsonLines().format(record))


def test_the_facts_of_a_call_are_fields_beside_the_message():
    assert line_of(**facts(status=200, route=None)) == {
        "time": "1970-01-01T00:00:00.000+00:00",
        "level": "info",
        "logger": "service.requests",
        "message": "request",
        "status": 200,
        "route": None,
    }


def test_what_a_library_adds_to_every_record_is_not_written():
    assert line_of(color_message="\x1b[1mrequest", _ray_timestamp_ns=1) == line_of()


def test_a_traceback_is_a_field():
    try:
        raise ZeroDivisionError("by nought")  # noqa: TRY301  the traceback is what is asked for
    except ZeroDivisionError as error:
        told = line_of(exc_info=(type(error), error, error.__traceback__))
    assert told["traceback"].startswith("Traceback")
    assert told["traceback"].endswith("ZeroDivisionError: by nought")
