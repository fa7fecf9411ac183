"""Settings: read once, and a wrong value is told in one line."""

from pathlib import Path

import pytest

from service.settings import Settings, SettingsError, cores, unknown_variables


def test_without_variables_the_defaults_hold_and_every_core_has_a_worker():
    assert Settings.from_environment({}) == Settings(workers=cores())


def test_each_variable_sets_its_field():
    given = {
        "DIGITS_HOST": "0.0.0.0",
        "DIGITS_PORT": "0",
        "DIGITS_WORKERS": "3",
        "DIGITS_MODELS": "/models",
        "DIGITS_MODEL_FILE": "my.h5",
        "DIGITS_MODEL_SCALING": "0..255",
        "DIGITS_POLL_SECONDS": "0.5",
        "DIGITS_MAX_UPLOAD_BYTES": "1048576",
        "DIGITS_MAX_PIXELS": "1000000",
        "DIGITS_MAX_PENDING": "7",
        "DIGITS_ROOT_PATH": "/digits/",
        "DIGITS_LOG_LEVEL": "WARNING",
    }
    assert Settings.from_environment(given) == Settings(
        host="0.0.0.0",
        port=0,
        workers=3,
        models=Path("/models"),
        model_file=Path("my.h5"),
        model_scaling="0..255",
        poll_seconds=0.5,
        max_upload_bytes=1_048_576,
        max_pixels=1_000_000,
        max_pending=7,
        root_path="/digits",
        log_level="warning",
    )


def test_an_empty_variable_is_not_set():
    given = {"DIGITS_PORT": "", "DIGITS_MODEL_FILE": " ", "DIGITS_ROOT_PATH": ""}
    assert Settings.from_environment(given) == Settings(workers=cores())


@pytest.mark.parametrize(
    ("variable", "value", "allowed"),
    [
        ("DIGITS_PORT", "eighty", "a whole number from 0 to 65535"),
        ("DIGITS_PORT", "65536", "a whole number from 0 to 65535"),
        ("DIGITS_PORT", "-1", "a whole number from 0 to 65535"),
        ("DIGITS_PORT", "٨٠", "a whole number from 0 to 65535"),
        ("DIGITS_WORKERS", "0", "a whole number from 1 to 256"),
        ("DIGITS_POLL_SECONDS", "nan", "seconds from 0.05 to 3600"),
        ("DIGITS_POLL_SECONDS", "0", "seconds from 0.05 to 3600"),
        ("DIGITS_MAX_UPLOAD_BYTES", "16 MiB", "a whole number from 1024 to 1073741824"),
        ("DIGITS_MAX_PENDING", "9" * 5000, "a whole number from 1 to 100000"),
        ("DIGITS_MODEL_SCALING", "255", "one of auto, 0..1, 0..255"),
        ("DIGITS_LOG_LEVEL", "loud", "one of debug, info, warning, error"),
        ("DIGITS_ROOT_PATH", "digits", "a path such as /digits"),
        ("DIGITS_ROOT_PATH", "/a//b", "a path such as /digits"),
        ("DIGITS_HOST", "a b", "a host name or an address, such as 127.0.0.1 or 0.0.0.0"),
    ],
)
def test_a_wrong_value_is_told_with_its_variable_and_what_is_allowed(variable: str, value: str, allowed: str):
    with pytest.raises(SettingsError) as told:
        Settings.from_environment({variable: value})
    assert str(told.value) == f"{variable} is {value!r}: it must be {allowed}."


def test_a_misspelt_variable_is_named_and_training_s_are_not():
    given = {
        "DIGITS_PROT": "8000",
        "DIGITS_MNIST": "x",
        "DIGITS_CODE_COMMIT": "x",
        "DIGITS_PORT": "1",
        "HOME": "/",
    }
    assert unknown_variables(given) == ["DIGITS_PROT"]
