"""Where a model comes from: the code's commit and the libraries' versions."""

import platform
import shutil
import subprocess
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIBRARIES = ("keras", "tensorflow", "jax", "numpy", "h5py", "onnxruntime", "opencv-python-headless")


def code_commit(told: str | None) -> str:
    """The commit that is checked out, `+changes` where files differ from it; else what was `told`."""
    commit = _git("rev-parse", "HEAD")
    if not commit:
        return told or "unknown"
    return f"{commit}+changes" if _git("status", "--porcelain", "--", "service", "training") else commit


def libraries() -> dict[str, str]:
    """Versions of what computes, of those that are installed."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def _git(*arguments: str) -> str:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return ""
    asked = subprocess.run(  # noqa: S603  fixed arguments, no shell
        [git, "-C", str(ROOT), *arguments], capture_output=True, text=True, timeout=30, check=False
    )
    return asked.stdout.strip() if asked.returncode == 0 else ""
