"""The service's settings, and the only reader of the environment: `DIGITS_*`, each listed in the README."""

import math
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

PREFIX = "DIGITS_"
OF_OTHERS = frozenset({"DIGITS_MNIST", "DIGITS_CODE_COMMIT", "DIGITS_DEV_PICTURES"})  # training's, the tests'
MIB = 1024 * 1024


class SettingsError(ValueError):
    """A variable holds what its setting cannot be; the message names it, its value and what is allowed."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set from outside. Field `port` is the variable `DIGITS_PORT`, and so on."""

    host: str = "127.0.0.1"
    port: int = 8000  # 0: any free one
    workers: int = 1  # processes; from the environment: as many as there are cores
    models: Path = Path("models")  # the store that training publishes into
    model_file: Path | None = None  # one `.h5`, served as it is
    model_scaling: str = "auto"  # of the pixels that `model_file` expects
    poll_seconds: float = 2.0  # between two looks at the store
    max_upload_bytes: int = 16 * MIB
    max_pixels: int = 64_000_000  # a 50-megapixel phone passes
    max_pending: int = 128  # pictures that may wait in one worker; a small one takes it about 1 ms
    root_path: str = ""  # where a proxy shows the service: `/digits`
    log_level: str = "info"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read every setting once; an empty variable counts as not set. Raises SettingsError."""
        found: dict[str, Any] = {"workers": cores()}
        for field in fields(cls):
            variable = PREFIX + field.name.upper()
            if value := environ.get(variable, "").strip():
                try:
                    found[field.name] = READERS[field.name](value)
                except ValueError as error:
                    raise SettingsError(f"{variable} is {value!r}: it must be {error}.") from None
        return cls(**found)


def unknown_variables(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Variables that look like settings and are none: most likely misspelt."""
    known = {PREFIX + field.name.upper() for field in fields(Settings)} | OF_OTHERS
    return sorted(name for name in environ if name.startswith(PREFIX) and name not in known)


def cores() -> int:
    """How many cores this process may use, a container's limit included; at least 1."""
    try:
        usable = len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        usable = os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        return max(1, min(usable, math.ceil(int(quota) / int(period))))
    except (OSError, ValueError):  # no cgroup, or its quota is "max"
        return usable


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not (value.isascii() and value.isdigit() and len(value) <= 12 and least <= int(value) <= most):
            raise ValueError(f"a whole number from {least} to {most}")
        return int(value)

    return read


def _seconds(least: float, most: float) -> Callable[[str], float]:
    def read(value: str) -> float:
        if not (re.fullmatch(r"\d{1,9}(\.\d{1,9})?", value) and least <= float(value) <= most):
            raise ValueError(f"seconds from {least:g} to {most:g}")
        return float(value)

    return read


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.lower() not in choices:
            raise ValueError(f"one of {', '.join(choices)}")
        return value.lower()

    return read


def _host(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", value):
        raise ValueError("a host name or an address, such as 127.0.0.1 or 0.0.0.0")
    return value


def _root_path(value: str) -> str:
    path = value.rstrip("/")
    if path and not re.fullmatch(r"(/[A-Za-z0-9._~-]+)+", path):
        raise ValueError("a path such as /digits")
    return path


READERS: dict[str, Callable[[str], Any]] = {
    "host": _host,
    "port": _whole(0, 65_535),
    "workers": _whole(1, 256),
    "models": Path,
    "model_file": Path,
    "model_scaling": _one_of("auto", "0..1", "0..255"),
    "poll_seconds": _seconds(0.05, 3600),
    "max_upload_bytes": _whole(1024, 1024 * MIB),
    "max_pixels": _whole(1, 1_000_000_000),
    "max_pending": _whole(1, 100_000),
    "root_path": _root_path,
    "log_level": _one_of("debug", "info", "warning", "error"),
}
