"""Where a model comes from: the code's commit and the libraries' versions."""

import platform
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from training.dataset import SPLIT_SEED, Mnist
from training.recipes import AnyRecipe

ROOT = Path(__file__).parents[1]
LIBRARIES = ("keras", "tensorflow", "jax", "numpy", "h5py", "onnxruntime", "opencv-python-headless")


def command(recipe: AnyRecipe, seeds: Sequence[int]) -> str:
    """What to type to have the same again."""
    return (
        f"{recipe.command} --epochs {recipe.epochs} --batch-size {recipe.batch_size} "
        f"--precision {recipe.precision} --seed {seeds[0]} --seeds {len(seeds)}"
    )


def made(  # noqa: PLR0913  all but the first are named
    recipe: AnyRecipe, *, seeds: Sequence[int], seed: int, seconds: float, mnist: Mnist, code: str
) -> dict[str, Any]:
    """How a recipe's network of one seed came to be, for its manifest."""
    return {
        "command": command(recipe, seeds),
        "seed": seed,
        "seeds": list(seeds),
        "epochs": recipe.epochs,
        "batch_size": recipe.batch_size,
        "seconds": round(seconds, 1),
        **data(mnist),
        "split_seed": SPLIT_SEED,
        "code": code,
        "libraries": libraries(),
    }


def data(mnist: Mnist) -> dict[str, str]:
    """What was learned or measured on."""
    return {"data": mnist.name, "data_sha256": mnist.sha256}


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
