"""The guards that are on, in the OpenAPI schema: how to send a key, and the problems 401 and 429."""

from typing import Any

from service.api.guards.errors import KeyMissing, TooManyRequests
from service.api.guards.paths import COSTLY, HEALTH
from service.api.problems import documented

WAYS = {
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "bearer": {"type": "http", "scheme": "bearer"},
    "basic": {"type": "http", "scheme": "basic", "description": "Any user name; the key is the password."},
}


def guarded(schema: dict[str, Any], *, keyed: bool, limited: bool) -> dict[str, Any]:
    """The schema with what `DIGITS_API_KEYS` and `DIGITS_RATE_LIMIT` add to each call but health."""
    if keyed:
        schema.setdefault("components", {})["securitySchemes"] = WAYS
    for path, methods in schema["paths"].items():
        if path in HEALTH:
            continue
        for method, call in methods.items():
            if keyed:
                call["security"] = [{way: []} for way in WAYS]
                _add(call, documented(KeyMissing))
            if limited and (method != "get" or f"{path}/".startswith(COSTLY)):
                _add(call, documented(TooManyRequests))
    return schema


def _add(call: dict[str, Any], responses: dict[int | str, dict[str, Any]]) -> None:
    call["responses"].update({str(status): told for status, told in responses.items()})
