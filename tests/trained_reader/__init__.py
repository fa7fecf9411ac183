"""A trained reader network beside the bundled digit network, for tests of the way from a page to its text."""

import json
from dataclasses import replace
from pathlib import Path

import service
from service.model.engine import ReaderModel
from service.model.manifest import ReaderSettings
from service.model.sandbox import read_model
from service.model.serving import ServingModel, load_version
from service.model.store import ModelStore

FOLDER = Path(__file__).parent


def serving_with_reader() -> ServingModel:
    """The bundled version as if it held the reader."""
    store = ModelStore(Path(service.__file__).parent / "bundled")
    bundled = load_version(store, store.current() or "", "bundled", load=read_model)
    reader = ReaderModel(read_model(FOLDER / "reader.h5", role="reader"))
    settings = ReaderSettings(**json.loads((FOLDER / "settings.json").read_text()))
    return replace(bundled, reader=reader, reader_settings=settings)
