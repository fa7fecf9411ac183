"""The log: one JSON object a line, to standard error."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

FACTS = "facts"  # the one attribute of a record that is this service's own

_as_json = json.JSONEncoder(default=str).encode  # `json.dumps` makes an encoder for each line


class JsonLines(logging.Formatter):
    """A record as one line of JSON: time, level, logger, message, and the facts given by `extra=facts(...)`.

    Nothing else that a record carries is written: libraries add attributes of their own to every record.
    """

    def __init__(self, *given: Any, **options: Any) -> None:  # noqa: ANN401  handed on as they are
        super().__init__(*given, **options)
        # Nor is it found out where in the code a record was made: "Optimization" in Python's logging HOWTO.
        logging._srcfile = None  # noqa: SLF001  by that page
        logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's line, with its traceback as a field."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update(getattr(record, FACTS, {}))
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return _as_json(line)


def facts(**fields: str | float | None) -> dict[str, dict[str, str | float | None]]:
    """The `extra` of a log call: fields of the line, beside the message."""
    return {FACTS: fields}


def configuration(level: str) -> dict[str, Any]:
    """What `logging.config.dictConfig` (and uvicorn) wants for this log at `level`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "service.log.JsonLines"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level.upper()},
        # uvicorn tells of every start and stop of every process at INFO: more than a person wants
        "loggers": {"uvicorn": {"level": "DEBUG" if level == "debug" else "WARNING"}},
    }
