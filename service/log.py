"""The log: one JSON object a line, to standard error."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

OF_A_RECORD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "taskName", "color_message"}


class JsonLines(logging.Formatter):
    """A record as one line of JSON: time, level, logger, message, and what `extra` held."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's line, with its traceback as a field."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update({name: value for name, value in record.__dict__.items() if name not in OF_A_RECORD})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


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
