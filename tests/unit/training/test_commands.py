"""The command line: exit status, one clear line for what goes wrong, no traceback for what is expected."""

import dataclasses
import subprocess
import sys
from pathlib import Path

import keras
import pytest

from service.model.store import ModelStore
from training import commands, recipes
from training.__main__ import main
from training.errors import TrainingError
from training.reader import joining, network
from training.reader import pipeline as reader_pipeline

ROOT = Path(__file__).parents[3]


@pytest.fixture
def training(tmp_path: Path, small_file: Path, monkeypatch, capsys):
    """Runs a command over a store of its own; gives its exit status and all that it printed."""
    monkeypatch.setenv("DIGITS_MNIST", str(small_file))
    monkeypatch.setenv("DIGITS_MODELS", str(tmp_path / "models"))

    def call(*arguments: object) -> tuple[int, str]:
        status = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    call.store = ModelStore(tmp_path / "models")
    return call


def dense(path: Path, *, scale: bool) -> Path:
    """A network trained elsewhere: never fitted, and with the weights of its own random start."""
    digit = x = keras.Input((28, 28))
    if scale:
        x = keras.layers.Rescaling(1 / 255)(x)
    x = keras.layers.Dense(10, activation="softmax")(keras.layers.Flatten()(x))
    keras.Model(digit, x).save(path)
    return path


def test_a_run_that_misses_its_gate_publishes_promotes_nothing_and_exits_1(training):
    status, told = training("run", "--epochs", 1)
    (version,) = training.store.versions()
    assert status == 1
    assert "holds other arrays than MNIST" in told
    assert "| testing accuracy | 97.25 % |" in told
    assert f"{version} is not promoted: mnist_test is" in told
    assert "Traceback" not in told
    assert training.store.current() is None
    status, told = training("list")
    assert (status, f"  {version}  ann" in told, "gate missed" in told) == (0, True, True)


def test_a_missed_gate_is_overruled_with_force_and_a_reason_and_rolled_back_by_promoting_again(
    training, tmp_path
):
    first = dense(tmp_path / "first.h5", scale=True)
    second = dense(tmp_path / "second.h5", scale=True)
    for file in (first, second):
        assert training("publish", file)[0] == 0
    versions = training.store.versions()
    assert training("promote", versions[0], "--force")[0] == 2
    for version in versions:
        assert training("promote", version, "--force", "--reason", "nothing better yet")[0] == 0
    assert training.store.current() == versions[1]
    assert training("promote", versions[0], "--force", "--reason", "roll back")[0] == 0
    assert training.store.promotions()[-1]["reason"] == "roll back"
    assert training.store.current() == versions[0]
    assert [entry["reason"] for entry in training.store.promotions()][-1] == "roll back"
    assert f"* {versions[0]}" in training("list")[1]


@pytest.mark.parametrize(("scaling", "recorded"), [("auto", "0..1"), ("0..255", "0..255")])
def test_a_file_from_elsewhere_is_measured_and_its_scaling_recorded(training, tmp_path, scaling, recorded):
    status, told = training("publish", dense(tmp_path / "students.h5", scale=False), "--scaling", scaling)
    (version,) = training.store.versions()
    manifest = training.store.manifest(version)
    assert (status, manifest.recipe, manifest.input.scaling) == (0, "foreign", recorded)
    assert manifest.training["file"] == "students.h5"
    assert "mnist_test" in manifest.metrics
    assert f"promote {version}" in told


def test_publishing_a_file_from_elsewhere_never_loads_keras(training, tmp_path):
    file = dense(tmp_path / "students.h5", scale=True)
    script = (
        "import sys; from training.__main__ import main; status = main(sys.argv[1:]);"
        "sys.exit(status or 9 * bool({'keras', 'tensorflow'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script, "publish", file], cwd=ROOT, timeout=120, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize("content", [b"", b"no HDF5", b"\x89HDF\r\n\x1a\n" + b"\0" * 500])
def test_a_file_that_is_no_model_is_refused_in_one_line(training, tmp_path, content: bytes):
    (tmp_path / "file.h5").write_bytes(content)
    status, told = training("publish", tmp_path / "file.h5")
    assert status == 2
    errors = [line for line in told.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1
    assert "Traceback" not in told
    assert training.store.versions() == []


def test_evaluate_measures_a_file_a_version_and_the_promoted_version(training, tmp_path):
    file = dense(tmp_path / "students.h5", scale=True)
    training("publish", file)
    (version,) = training.store.versions()
    assert training("evaluate")[0] == 2
    training("promote", version, "--force", "--reason", "to evaluate it")
    outcomes = [training("evaluate", *named) for named in ((), (version,), (file,))]
    assert [status for status, _ in outcomes] == [0, 0, 0]
    figures = {tuple(line for line in told.splitlines() if "mnist_test " in line) for _, told in outcomes}
    assert len(figures) == 1


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("run", "--recipe", "rnn"), "no recipe 'rnn'"),
        (("evaluate", "nowhere.h5"), "nowhere.h5 is not in"),
        (("promote", "20261122T101500Z-3f9c2a1"), "is not in"),
        (("promote", "../../etc"), "is not in"),
        (("publish", "nowhere.h5"), "nowhere.h5 cannot be read"),
        (("join", "nowhere.h5"), "nowhere.h5 cannot be read"),
        (("join", "nowhere.h5", "--digits", "20261122T101500Z-3f9c2a1"), "20261122T101500Z-3f9c2a1"),
    ],
)
def test_what_is_not_there_is_told_in_one_line_with_exit_2(training, arguments, reason):
    status, told = training(*arguments)
    assert status == 2
    assert reason in told


@pytest.mark.parametrize("arguments", [(), ("run", "--seeds", "0"), ("prune",), ("run", "--epochs", "many")])
def test_wrong_arguments_exit_2_with_the_usage(training, arguments, capsys):
    with pytest.raises(SystemExit) as exit_:
        training(*arguments)
    assert exit_.value.code == 2
    assert "usage: python -m training" in capsys.readouterr().err


def test_help_lists_the_recipes(training, capsys):
    with pytest.raises(SystemExit) as exit_:
        training("run", "--help")
    assert exit_.value.code == 0
    told = capsys.readouterr().out
    assert "ann-augmented" in told
    assert "%" in told


def test_an_empty_store_says_how_to_fill_it(training):
    assert training("list") == (
        0,
        f"No versions in {training.store.root} yet. To train one: python -m training run\n",
    )


def test_the_suites_are_put_to_a_version_of_the_store_that_is_not_served(training, tmp_path, monkeypatch):
    training("publish", dense(tmp_path / "one.h5", scale=True))
    training("publish", dense(tmp_path / "two.h5", scale=True))
    older, newer = training.store.versions()
    training("promote", newer, "--force", "--reason", "the other one")
    put_to = []

    def measured(target, **_):
        put_to.append((ModelStore(target).current(), ModelStore(target).versions()))
        raise TrainingError("measured")

    monkeypatch.setattr(commands, "evaluate_suites", measured)
    assert training("evaluate", older, "--suites")[0] == 2
    assert training("evaluate", "--suites")[0] == 2
    assert training("evaluate", "20261122T101500Z-3f9c2a1", "--suites")[1].count("is not in") == 1
    assert put_to == [(older, [older]), (newer, [older, newer])]


def test_a_reason_is_kept_where_no_force_is_needed(training, small_file):
    recipe = dataclasses.replace(recipes.find("ann"), bounds=())
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(recipes.RECIPES, "ann", recipe)
        training("run", "--epochs", 1)
    [version] = training.store.versions()
    assert training("promote", version, "--reason", "back to the dense one")[0] == 0
    entry = training.store.promotions()[-1]
    assert (entry["forced"], entry["reason"]) == (False, "back to the dense one")


def test_prune_removes_old_versions_but_not_the_promoted_one(training, tmp_path):
    for number in range(4):
        training("publish", dense(tmp_path / f"{number}.h5", scale=True))
    versions = training.store.versions()
    training("promote", versions[0], "--force", "--reason", "to keep it")
    status, told = training("prune", "--keep", 1)
    assert status == 0
    assert training.store.versions() == [versions[0], versions[3]]
    assert told == f"Removed {versions[1]}\nRemoved {versions[2]}\n"
    assert training("prune", "--keep", 1)[1] == "Nothing to remove.\n"


def test_ctrl_c_stops_with_a_word_and_exit_130(training, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("training.dataset.load", interrupted)
    status, told = training("run")
    assert status == 130
    assert told == "\nStopped; nothing half-done is left in the store.\n"


def test_a_reader_joins_the_bundled_digit_network_and_is_served_once_promoted(
    training, tmp_path, monkeypatch
):
    monkeypatch.setattr(joining, "READER", dataclasses.replace(joining.READER, pages=2))
    network.build((4, 4, 6, 8)).save(tmp_path / "reader.h5", include_optimizer=False)

    status, told = training("join", tmp_path / "reader.h5")

    (version,) = training.store.versions()
    manifest = training.store.manifest(version)
    assert (status, manifest.recipe) == (0, "cnn")
    assert [file.role for file in manifest.files] == ["digit", "reader"]
    assert f"promote {version}" in told
    status, told = training("promote", version)
    assert (status, "reader_marks is" in told) == (1, True)


def test_a_reader_is_trained_with_the_flags_that_are_given(training, monkeypatch):
    jobs = []

    def run(job, *_):
        jobs.append(job)
        raise TrainingError("trained")

    monkeypatch.setattr(reader_pipeline, "run", run)
    flags = ("--epochs", 6, "--batch-size", 4, "--precision", "bfloat16", "--seed", 3, "--seeds", 2)

    assert training("run", "--recipe", "reader", *flags)[0] == 2
    (job,) = jobs
    assert (job.recipe.epochs, job.recipe.plan.draws, job.recipe.batch_size) == (6, 2, 4)
    assert (job.recipe.precision, list(job.seeds)) == ("bfloat16", [3, 4])
    assert job.digits.manifest.recipe == "cnn"
