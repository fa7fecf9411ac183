"""The service's settings, and the only reader of the environment: `DIGITS_*`, each listed in the README."""

import ipaddress
import math
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple

PREFIX = "DIGITS_"
OF_OTHERS = frozenset({"DIGITS_MNIST", "DIGITS_CODE_COMMIT", "DIGITS_DEV_PICTURES"})  # training's, the tests'
SECRETS = frozenset({"api_keys"})  # settings whose values no message shows
SHARED = "PROMETHEUS_MULTIPROC_DIR"  # a folder of all workers; the name is prometheus_client's
PERIODS = {"second": 1, "minute": 60, "hour": 3600}
MIB = 1024 * 1024


class SettingsError(ValueError):
    """A variable holds what its setting cannot be; the message names it, its value and what is allowed."""


class Rate(NamedTuple):
    """So many requests in so many seconds."""

    requests: int
    seconds: int


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
    api_keys: tuple[str, ...] | None = field(default=None, repr=False)  # who may ask; None: everyone
    rate_limit: Rate | None = None  # of each client
    cors_origins: tuple[str, ...] | None = None  # other sites whose scripts may ask
    trusted_proxies: tuple[str, ...] | None = None  # whose X-Forwarded-For is believed
    log_level: str = "info"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read every setting once; an empty variable counts as not set. Raises SettingsError."""
        found: dict[str, Any] = {"workers": cores()}
        for each in fields(cls):
            variable = PREFIX + each.name.upper()
            if value := environ.get(variable, "").strip():
                try:
                    found[each.name] = READERS[each.name](value)
                except ValueError as error:
                    shown = "wrong" if each.name in SECRETS else repr(value)
                    raise SettingsError(f"{variable} is {shown}: it must be {error}.") from None
        return cls(**found)


def unknown_variables(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Variables that look like settings and are none: most likely misspelt."""
    known = {PREFIX + each.name.upper() for each in fields(Settings)} | OF_OTHERS
    return sorted(name for name in environ if name.startswith(PREFIX) and name not in known)


def share(folder: Path) -> None:
    """Have all workers that are started from now on share this folder: counts and allowances."""
    os.environ[SHARED] = str(folder)


def shared(environ: Mapping[str, str] = os.environ) -> Path | None:
    """The folder that all workers share, or None where one serves alone."""
    return Path(folder) if (folder := environ.get(SHARED)) else None


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


def _list_of(pattern: str, meant: str) -> Callable[[str], tuple[str, ...]]:
    def read(value: str) -> tuple[str, ...]:
        found = tuple(each.strip() for each in value.split(",") if each.strip())
        if not found or not all(re.fullmatch(pattern, each) for each in found):
            raise ValueError(f"{meant}, several with commas between them")
        return found

    return read


def _rate(value: str) -> Rate:
    told = re.fullmatch(r"([1-9]\d{0,6})(?: ?(?:/|per) ?(second|minute|hour))?", value.lower(), re.ASCII)
    if told is None:
        raise ValueError("a number of requests such as 60/minute (or /second, /hour)")
    return Rate(int(told[1]), PERIODS[told[2] or "minute"])


def _proxies(value: str) -> tuple[str, ...]:
    found = tuple(each.strip() for each in value.split(",") if each.strip())
    try:
        for each in found:
            if each != "*":
                ipaddress.ip_network(each)
    except ValueError:
        raise ValueError("addresses or networks such as 10.0.0.0/8, with commas between them") from None
    return ("*",) if "*" in found else found


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
    "api_keys": _list_of(r"[!-+\--~]{1,200}", "keys of visible ASCII characters, no commas"),
    "rate_limit": _rate,
    "cors_origins": _list_of(r"\*|https?://[A-Za-z0-9.:_\[\]-]+", "origins such as https://example.org"),
    "trusted_proxies": _proxies,
    "log_level": _one_of("debug", "info", "warning", "error"),
}
