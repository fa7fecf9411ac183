"""Settings: read once, and a wrong value is told in one line."""

from pathlib import Path

import pytest

from service.settings import Rate, Settings, SettingsError, cores, unknown_variables


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
        "DIGITS_API_KEYS": "one-key, another-key",
        "DIGITS_RATE_LIMIT": "100/second",
        "DIGITS_CORS_ORIGINS": "https://example.org,http://localhost:3000",
        "DIGITS_TRUSTED_PROXIES": "10.0.0.0/8, ::1",
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
        api_keys=("one-key", "another-key"),
        rate_limit=Rate(100, 1),
        cors_origins=("https://example.org", "http://localhost:3000"),
        trusted_proxies=("10.0.0.0/8", "::1"),
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
        ("DIGITS_RATE_LIMIT", "0/minute", "a number of requests such as 60/minute (or /second, /hour)"),
        ("DIGITS_RATE_LIMIT", "9/day", "a number of requests such as 60/minute (or /second, /hour)"),
        (
            "DIGITS_CORS_ORIGINS",
            "https://a.org/x",
            "origins such as https://example.org, several with commas between them",
        ),
        (
            "DIGITS_TRUSTED_PROXIES",
            "10.0.0.1/8",
            "addresses or networks such as 10.0.0.0/8, with commas between them",
        ),
    ],
)
def test_a_wrong_value_is_told_with_its_variable_and_what_is_allowed(variable: str, value: str, allowed: str):
    with pytest.raises(SettingsError) as told:
        Settings.from_environment({variable: value})
    assert str(told.value) == f"{variable} is {value!r}: it must be {allowed}."


@pytest.mark.parametrize(
    ("told", "rate"), [("60", Rate(60, 60)), ("5 per second", Rate(5, 1)), ("1000/HOUR", Rate(1000, 3600))]
)
def test_a_rate_is_for_a_minute_unless_it_says_otherwise(told: str, rate: Rate):
    assert Settings.from_environment({"DIGITS_RATE_LIMIT": told}).rate_limit == rate


def test_no_message_shows_a_key():
    with pytest.raises(SettingsError) as told:
        Settings.from_environment({"DIGITS_API_KEYS": "a secret with spaces"})
    assert "DIGITS_API_KEYS is wrong: it must be keys of visible ASCII" in str(told.value)
    assert "secret" not in str(told.value)
    assert "one-key" not in repr(Settings.from_environment({"DIGITS_API_KEYS": "one-key"}))


def test_a_misspelt_variable_is_named_and_training_s_are_not():
    given = {
        "DIGITS_PROT": "8000",
        "DIGITS_MNIST": "x",
        "DIGITS_CODE_COMMIT": "x",
        "DIGITS_PORT": "1",
        "HOME": "/",
    }
    assert unknown_variables(given) == ["DIGITS_PROT"]
