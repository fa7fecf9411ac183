"""What each subcommand does, and what it prints."""

import argparse
import dataclasses
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.errors import StoreError
from service.model.sandbox import read_model
from service.model.serving import ServingModel, load_file, load_version
from service.model.store import ModelStore
from training import dataset, foreign, provenance, publication
from training.environment import Environment
from training.errors import TrainingError
from training.evaluate import evaluate as measure
from training.quiet import import_keras
from training.reader import joining, report
from training.recipes import AnyRecipe, Recipe, find
from training.suites.evaluation import evaluate as evaluate_suites
from training.workspace import unfinished


def run(arguments: argparse.Namespace, environment: Environment) -> None:
    """Train, measure, publish, promote."""
    recipe, store, mnist = _recipe(arguments), _store(arguments), _mnist(environment)
    import_keras()
    # TensorFlow takes seconds to import; only this command needs it.
    from training import pipeline  # noqa: PLC0415
    from training.reader import pipeline as reader_pipeline  # noqa: PLC0415

    with unfinished(store.root, recipe, mnist.sha256) as work:
        seeds = range(arguments.seed, arguments.seed + arguments.seeds)
        code = provenance.code_commit(environment.code_commit)
        if isinstance(recipe, Recipe):
            outcome = pipeline.run(pipeline.Job(recipe, seeds, work, code), mnist, store)
        else:
            job = reader_pipeline.Job(recipe, seeds, work, code, joining.digit_version(store))
            outcome = reader_pipeline.run(job, mnist, store)
    print(f"\n{outcome.table}\n")
    _promote(store, outcome.version)


def evaluate(arguments: argparse.Namespace, environment: Environment) -> None:
    """Measure a version or a file on MNIST, and print the figures; with `--suites`, the whole table."""
    mnist = _mnist(environment)
    if arguments.suites:
        _evaluate_suites(arguments, environment, mnist)
        return
    model = _model(arguments)
    found = measure(model.model, mnist)
    print(f"{model.version} on {mnist.name}: {model.parameters} parameters, scaling {model.scaling}")
    for suite, value in found.metrics.items():
        print(f"  {suite:28} {value:.4f}")
    print(f"  {'temperature':28} {found.temperature:.4f}")


def _evaluate_suites(arguments: argparse.Namespace, environment: Environment, mnist: dataset.Mnist) -> None:
    """Upload every suite to a service that serves the file, the store or the bundled model."""
    with _to_serve(arguments) as target:
        report = evaluate_suites(
            target,
            mnist=mnist.test,
            dev_dir=environment.dev_pictures,
            sample=arguments.sample,
            progress=lambda it: print(f"  {it.name:36} {it.accuracy:.2%} of {it.count}", flush=True),
        )
    print(f"\n{report.markdown()}")
    if arguments.out is not None:
        report.write(arguments.out)
        print(f"Written to {arguments.out}, with a sheet of each suite's mistakes.")


@contextmanager
def _to_serve(arguments: argparse.Namespace) -> Iterator[Path | None]:
    """What a service is started with: a file, a store, or None for the bundled model."""
    store, named = _store(arguments), arguments.model
    if arguments.bundled:
        yield None
    elif named is None or Path(named).exists():
        found = Path(named or arguments.models)
        if not found.exists():
            raise TrainingError(f"There is no store at {found}; for the model inside: --bundled")
        yield found
    else:
        with _workspace() as folder:
            shutil.copytree(store.root / "versions" / _known(store, named), folder / "versions" / named)
            ModelStore(folder).promote(named)
            yield folder


def publish(arguments: argparse.Namespace, environment: Environment) -> None:
    """Publish a file that was trained elsewhere; whether it is served is `promote`'s to say."""
    store = _store(arguments)
    with _workspace() as work:
        version = foreign.publish(
            arguments.file,
            _mnist(environment),
            store,
            scaling=arguments.scaling,
            work=work,
            code=provenance.code_commit(environment.code_commit),
        )
    manifest = store.manifest(version)
    print(
        f"Published {version} in {store.root}: {manifest.metrics['mnist_test']:.2%} on MNIST's test digits."
    )
    print(f"To have it served: python -m training promote {version}")


def join(arguments: argparse.Namespace, environment: Environment) -> None:
    """Publish a version of a digit network and a reader; whether it is served is `promote`'s to say."""
    store = _store(arguments)
    with _workspace() as work:
        version = joining.join(
            arguments.file,
            joining.digit_version(store, arguments.digits),
            _mnist(environment),
            store,
            work=work,
            code=provenance.code_commit(environment.code_commit),
            made=arguments.made,
        )
    print(f"Published {version} in {store.root}.\n\n{report.table([store.manifest(version).metrics])}\n")
    print(f"To have it served: python -m training promote {version}")


def promote(arguments: argparse.Namespace, environment: Environment) -> None:  # noqa: ARG001  all have one shape
    """Point CURRENT at a version."""
    if arguments.force and not arguments.reason:
        raise TrainingError("--force needs a --reason; it is kept in the log of promotions.")
    store = _store(arguments)
    _promote(store, _known(store, arguments.version), force=arguments.force, reason=arguments.reason)


def list_versions(arguments: argparse.Namespace, environment: Environment) -> None:  # noqa: ARG001  as above
    """Print what is in the store, the newest last; the served version has a star."""
    store = _store(arguments)
    versions, current = store.versions(), _current(store)
    if not versions:
        print(f"No versions in {store.root} yet. To train one: python -m training run")
    for version in versions:
        print(f"{'*' if version == current else ' '} {version}  {_about(store, version)}")


def prune(arguments: argparse.Namespace, environment: Environment) -> None:  # noqa: ARG001  as above
    """Remove old versions."""
    store = _store(arguments)
    store.clean_staging()
    removed = store.prune(arguments.keep)
    print("\n".join(f"Removed {version}" for version in removed) or "Nothing to remove.")


def _store(arguments: argparse.Namespace) -> ModelStore:
    return ModelStore(arguments.models)


def _recipe(arguments: argparse.Namespace) -> AnyRecipe:
    """The recipe, with what the flags say instead."""
    changes = {
        "epochs": arguments.epochs,
        "batch_size": arguments.batch_size,
        "precision": arguments.precision,
    }
    return dataclasses.replace(
        find(arguments.recipe), **{name: value for name, value in changes.items() if value is not None}
    )


def _mnist(environment: Environment) -> dataset.Mnist:
    mnist = dataset.load(environment.mnist)
    if not mnist.is_standard:
        print(f"Note: {environment.mnist} holds other arrays than MNIST; reports say so.")
    return mnist


def _promote(store: ModelStore, version: str, *, force: bool = False, reason: str | None = None) -> None:
    publication.promote(store, version, force=force, reason=reason)
    print(f"{version} is promoted: services that watch {store.root} serve it within seconds.")


def _model(arguments: argparse.Namespace) -> ServingModel:
    store = _store(arguments)
    named: str | None = arguments.model or store.current()
    if named is None:
        raise TrainingError(f"Nothing was promoted in {store.root} yet; name a version or a file.")
    if Path(named).is_file():
        return load_file(Path(named), scaling=arguments.scaling, load=read_model)
    return load_version(store, _known(store, named), "store", load=read_model)


def _known(store: ModelStore, version: str) -> str:
    if version not in store.versions():
        raise TrainingError(f"{version} is not in {store.root}; to see what is: python -m training list")
    return version


def _current(store: ModelStore) -> str | None:
    try:
        return store.current()
    except StoreError as error:
        print(f"Note: {error}.")
        return None


def _about(store: ModelStore, version: str) -> str:
    try:
        manifest = store.manifest(version)
    except StoreError as error:
        return f"damaged: {error}"
    accuracy = manifest.metrics.get("mnist_test")
    told = f"{accuracy:.2%}" if accuracy is not None else "not measured"
    return f"{manifest.recipe:16} test {told:8} gate {'passed' if manifest.gate.passed else 'missed'}"


@contextmanager
def _workspace() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="digits-training-") as folder:
        yield Path(folder)
