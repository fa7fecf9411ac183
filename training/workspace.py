"""Where a training run keeps what is not finished: beside the store, so that it outlives the container."""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from training.errors import TrainingError
from training.recipes import AnyRecipe

FOLDER = "unfinished"


@contextmanager
def unfinished(models: Path, recipe: AnyRecipe, data_sha256: str) -> Iterator[Path]:
    """Give the run of this recipe on this data its folder, the same each time; removed once the run is whole.

    Raises:
        TrainingError: another run of the same recipe is at work in it.

    """
    same = hashlib.sha256(f"{recipe!r} {data_sha256}".encode()).hexdigest()[:7]
    folder = models / FOLDER / f"{recipe.name}-{same}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise TrainingError(
                f"Another run of {recipe.name} is at work in {folder}; wait for it."
            ) from error
        yield folder
        shutil.rmtree(folder)
