"""Starts what a browser test needs, and ends it: the real service, and Debian's Chromium."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.camera_picture import video_of
from tests.pictures import drawn

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]
PATIENCE = 60  # seconds; far more than the service takes to be ready or to end


@contextmanager
def running_service(**settings: str) -> Iterator[str]:
    """The address of a service, `http://127.0.0.1:port`, with the bundled model or as `settings` say."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DIGITS_")}
    environment |= {"DIGITS_HOST": "127.0.0.1", "DIGITS_PORT": "0", "DIGITS_WORKERS": "1"}
    environment |= {f"DIGITS_{name.upper()}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "service"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            address = _address(process)
            # What it logs has to be read by someone, or it stops when the pipe is full.
            threading.Thread(target=process.stderr.read, daemon=True).start()
            _wait_until_ready(address, process)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Chromium with a new profile; its camera sees a drawn four."""
    with sync_playwright() as playwright, video_of(drawn(4, side=320)) as video:
        arguments = [*ARGUMENTS, f"--use-file-for-fake-video-capture={video}"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    for line in process.stderr:
        told = json.loads(line)["message"]
        if told.startswith("Serving on "):
            return told.split()[2].rstrip("/")
    raise AssertionError("the service ended before it served")


def _wait_until_ready(address: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, "the service ended before it was ready"
        try:
            with urllib.request.urlopen(f"{address}/health/ready", timeout=PATIENCE):
                return
        except urllib.error.URLError:
            continue
    raise AssertionError("the service is not ready")
