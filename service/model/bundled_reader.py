"""The reader that the service brings along, for versions and files that bring none."""

from dataclasses import replace

from service.errors import ModelRefused, StoreError
from service.model.engine import ReaderModel
from service.model.manifest import ReaderSettings
from service.model.serving import Load, ServingModel, load_reader
from service.model.store import ModelStore


class BundledReader:
    """Loads the bundled version's reader when it is first needed, and keeps it."""

    def __init__(self, bundled: ModelStore, *, load: Load) -> None:
        self._bundled = bundled
        self._load = load
        self._kept: tuple[ReaderModel, ReaderSettings] | None = None

    def lend(self, model: ServingModel) -> ServingModel:
        """The model with the bundled reader and its settings where it has none of its own.

        Where the bundled version has none either, it stays without. Raises ModelRefused with the reason.
        """
        if model.reader is None and (kept := self._kept or self._loaded()):
            self._kept = kept
            return replace(model, reader=kept[0], reader_settings=kept[1])
        return model

    def _loaded(self) -> tuple[ReaderModel, ReaderSettings] | None:
        store = self._bundled
        try:
            version = store.current()
            manifest = store.manifest(version) if version else None
            if version is None or manifest is None or manifest.reader is None:
                return None
            return load_reader(store, manifest, store.probe(version), load=self._load), manifest.reader
        except (ModelRefused, StoreError) as error:
            raise ModelRefused(f"the bundled version's reader cannot be lent: {error}") from error
