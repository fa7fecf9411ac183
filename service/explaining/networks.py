"""Which network explains itself: the one that serves, or one that the service brings along."""

import threading
from dataclasses import dataclass

from service.errors import ModelRefused, ModelUnavailable, StoreError
from service.explaining.course import course_of
from service.explaining.explanation import Course
from service.explaining.question import Which
from service.explaining.structure import Structure, structure_of
from service.model.engine import TracedModel
from service.model.manager import ModelManager
from service.model.onnx_graph import read_onnx
from service.model.sandbox import read_model
from service.model.serving import Load, ServingModel, load_version
from service.model.store import ModelStore

DENSE_RECIPE = "ann-augmented"


@dataclass(frozen=True, slots=True)
class Network:
    """A network that is ready to explain itself."""

    model: ServingModel
    structure: Structure
    traced: TracedModel
    course: Course | None

    def serving(self) -> ServingModel:
        """The model, for a recognizer that asks for the one to answer with."""
        return self.model


class Networks:
    """Makes networks ready when they are first asked for, and keeps them: the serving one and the bundled."""

    def __init__(self, manager: ModelManager, bundled: ModelStore, *, load: Load = read_model) -> None:
        self._manager = manager
        self._bundled = bundled
        self._load = load
        self._ready: dict[Which, Network] = {}
        self._making = threading.Lock()  # one at a time: a bundled one needs a child process

    def named(self, which: Which) -> Network:
        """The network that `which` names. Raises ModelUnavailable with the reason."""
        serving = self._manager.serving() if which is Which.SERVING else None
        ready = self._ready.get(which)
        if ready and (serving is None or ready.model is serving):
            return ready
        with self._making:
            ready = self._ready.get(which)
            if ready is None or (serving is not None and ready.model is not serving):
                ready = self._ready[which] = self._made_ready(which, serving)
            return ready

    def _made_ready(self, which: Which, serving: ServingModel | None) -> Network:
        try:
            model = serving or self._from_bundled(which)
            graph = model.model.graph
            structure = structure_of(read_onnx(graph.onnx))
            traced = TracedModel(graph, structure.values)
        except (ModelRefused, StoreError) as error:
            raise ModelUnavailable(f"This network cannot explain itself: {error}") from error
        course = course_of(self._bundled, model.version) if model.source == "bundled" else None
        return Network(model, structure, traced, course)

    def _from_bundled(self, which: Which) -> ServingModel:
        version = self._bundled.current() if which is Which.CNN else self._dense_version()
        if version is None:
            raise StoreError(f"the service holds no {which.value}")
        active = self._manager.active
        if active and (active.source, active.version) == ("bundled", version):
            return active
        return load_version(self._bundled, version, "bundled", load=self._load)

    def _dense_version(self) -> str | None:
        """The newest bundled version of the recipe that the page about the mathematics tells of."""
        store = self._bundled
        return next((v for v in reversed(store.versions()) if store.manifest(v).recipe == DENSE_RECIPE), None)
