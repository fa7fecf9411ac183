"""Direct routes: calls that need nothing of FastAPI but its documentation are answered before it looks.

FastAPI matches a route twice, opens two stacks for what a call may depend on, and solves that; a call that
takes the request and gives the response depends on nothing. It saves a tenth of a millisecond of two.
"""

from collections.abc import MutableMapping
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.routing import Match, Route


class DirectRoute(Route):
    """A route as Starlette has it, that tells which one it is."""

    def matches(self, scope: MutableMapping[str, Any]) -> tuple[Match, MutableMapping[str, Any]]:
        """As `Route.matches`; what is around the routes looks for the one that answered."""
        match, of_route = super().matches(scope)
        return match, of_route if match is Match.NONE else {**of_route, "route": self}


def install(app: FastAPI, *routers: APIRouter) -> None:
    """Answer the calls of these routers directly. Each takes the request, and nothing else."""
    calls = [call for router in routers for call in router.routes if isinstance(call, APIRoute)]
    for call in calls:
        app.router.routes.insert(0, DirectRoute(call.path, call.endpoint, methods=list(call.methods or ())))
