"""What of an OpenAPI schema a client may rely on, and what of it a newer schema takes away.

Additions are no breaking changes: a path, a field of an answer, an optional field of a request. An answer's
new enum value is one, because clients decide by these values.
"""

from collections.abc import Iterator
from typing import Any

Json = Any
LIMITS = {  # of what is posted: 1 where a smaller number is stricter
    **dict.fromkeys(("maxItems", "maxLength", "maximum", "exclusiveMaximum"), 1),
    **dict.fromkeys(("minItems", "minLength", "minimum", "exclusiveMinimum"), -1),
}


def breaking_changes(old: dict[str, Json], new: dict[str, Json]) -> list[str]:
    """Name every place where a client of `old` could fail with `new`."""
    found: list[str] = []
    for path, methods in old["paths"].items():
        for method, told in methods.items():
            now = new["paths"].get(path, {}).get(method)
            if now is None:
                found.append(f"{method} {path}: gone")
            else:
                found += [f"{method} {path}: {each}" for each in _operation(_Pair(old, new), told, now)]
    return found


class _Pair:
    """Two schemas, in which references are looked up."""

    def __init__(self, old: dict[str, Json], new: dict[str, Json]) -> None:
        self._old, self._new = old, new

    def resolved(self, old: Json, new: Json) -> tuple[Json, Json]:
        return _resolved(old, self._old), _resolved(new, self._new)


def _resolved(part: Json, schema: dict[str, Json]) -> Json:
    """A part with its reference, or its only `allOf`, replaced by what that names."""
    while "$ref" in part or len(part.get("allOf", ())) == 1:
        if "$ref" in part:
            inner = schema
            for step in part["$ref"].removeprefix("#/").split("/"):
                inner = inner[step]
            part = inner
        else:
            part = {**part["allOf"][0], **{name: told for name, told in part.items() if name != "allOf"}}
    return part


def _operation(pair: _Pair, old: Json, new: Json) -> Iterator[str]:
    before = {(each["in"], each["name"]): each for each in old.get("parameters", [])}
    now = {(each["in"], each["name"]): each for each in new.get("parameters", [])}
    yield from (f"parameter {name}: gone" for where, name in before.keys() - now.keys())
    for key, told in now.items():
        if told.get("required") and not before.get(key, {}).get("required"):
            yield f"parameter {key[1]}: required now"
        if key in before:
            place = f"parameter {key[1]}"
            yield from _schema(
                pair, before[key].get("schema", {}), told.get("schema", {}), place, posted=True
            )
    yield from _request(pair, old.get("requestBody", {}), new.get("requestBody", {}))
    for status, answer in old["responses"].items():
        if status not in new["responses"]:
            yield f"{status}: gone"
            continue
        for kind, told in answer.get("content", {}).items():
            if kind not in (content := new["responses"][status].get("content", {})):
                yield f"{status} {kind}: gone"
            else:
                yield from _schema(pair, told["schema"], content[kind]["schema"], status, posted=False)


def _request(pair: _Pair, old: Json, new: Json) -> Iterator[str]:
    if new.get("required") and not old.get("required"):
        yield "body: required now"
    for kind, told in old.get("content", {}).items():
        if kind not in new.get("content", {}):
            yield f"body {kind}: not taken any more"
        else:
            yield from _schema(pair, told["schema"], new["content"][kind]["schema"], "body", posted=True)


def _schema(pair: _Pair, old: Json, new: Json, place: str, *, posted: bool) -> Iterator[str]:
    old, new = pair.resolved(old, new)
    if old.get("type") != new.get("type"):
        widened = posted and (old.get("type"), new.get("type")) == ("integer", "number")
        if not widened:
            yield f"{place}: {old.get('type')} became {new.get('type')}"
        return
    source, target = (new, old) if not posted else (old, new)  # whoever writes, and whoever reads it
    if source.get("nullable") and not target.get("nullable"):
        yield f"{place}: null {'is not taken any more' if posted else 'can come now'}"
    if not set(source.get("enum", [])) <= set(target.get("enum", source.get("enum", []))):
        yield f"{place}: values {'are not taken any more' if posted else 'can come that no client knows'}"
    if source.get("anyOf") and any(each not in target.get("anyOf", []) for each in source["anyOf"]):
        yield f"{place}: its alternatives changed"
    if posted:
        yield from _limits(old, new, place)
    yield from _fields(pair, old, new, place, posted=posted)
    for inner in ("items", "additionalProperties"):
        if isinstance(old.get(inner), dict) and isinstance(new.get(inner), dict):
            yield from _schema(pair, old[inner], new[inner], f"{place}[]", posted=posted)


def _limits(old: Json, new: Json, place: str) -> Iterator[str]:
    for name, sign in LIMITS.items():
        if name in new and (name not in old or sign * new[name] < sign * old[name]):
            yield f"{place}: {name} is stricter"


def _fields(pair: _Pair, old: Json, new: Json, place: str, *, posted: bool) -> Iterator[str]:
    before, now = old.get("properties", {}), new.get("properties", {})
    yield from (f"{place}.{name}: gone" for name in before.keys() - now.keys())
    required_before, required_now = set(old.get("required", [])), set(new.get("required", []))
    if posted:
        yield from (f"{place}.{name}: required now" for name in required_now - required_before)
    else:
        lost = required_before - required_now
        yield from (f"{place}.{name}: may be missing now" for name in lost if name in now)
    for name in before.keys() & now.keys():
        yield from _schema(pair, before[name], now[name], f"{place}.{name}", posted=posted)
