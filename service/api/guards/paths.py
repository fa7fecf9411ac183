"""Which requests a guard is about."""

from starlette.types import Scope

HEALTH = frozenset({"/health/live", "/health/ready", "/v2/health/live", "/v2/health/ready"})
COSTLY = ("/v1/", "/v2/", "/metrics")


def is_health(scope: Scope) -> bool:
    """Whether an orchestrator asks how the service is: always answered."""
    return _path(scope) in HEALTH


def is_costly(scope: Scope) -> bool:
    """Whether the request counts: all of the API, and whatever is posted; not the page's files."""
    asks = scope["method"] not in ("GET", "OPTIONS") or _path(scope).startswith(COSTLY)
    return asks and not is_health(scope)


def _path(scope: Scope) -> str:
    """The path without the prefix under which a proxy offers the service."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))
