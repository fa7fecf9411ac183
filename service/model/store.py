"""How published models lie in the volume: whole versions, and one file that says which is served."""

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from service.errors import StoreError
from service.model import durable
from service.model.manifest import PLAIN_NAME, Calibration, Gate, InputSpec, Manifest, ModelFile, Scaling
from service.model.probe import MAX_PROBE_BYTES, Probe

__all__ = ["Calibration", "Gate", "InputSpec", "Manifest", "ModelFile", "ModelStore", "Probe", "Scaling"]

VERSION = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{7}")
CURRENT = "CURRENT"
MANIFEST = "manifest.json"
PROBE = "probe.npz"
PROMOTIONS = "promotions.log"  # one JSON object a line: when, which version, after which, and why if forced
STAGING = ".incoming-"

MAX_CURRENT_BYTES = 256
MAX_MANIFEST_BYTES = 1_000_000
MAX_PROMOTIONS_BYTES = 10_000_000


class ModelStore:
    """A folder of immutable versions. The service reads it; only training calls the methods that write."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._versions = root / "versions"

    def current(self) -> str | None:
        """The version being served, or None where nothing was promoted yet. Raises StoreError."""
        with _told(f"{CURRENT} cannot be read"):
            try:
                content = durable.read_bounded(self.root / CURRENT, MAX_CURRENT_BYTES)
            except FileNotFoundError:
                return None
        version = content.decode("ascii", errors="replace").strip()
        if not VERSION.fullmatch(version):
            raise StoreError(f"{CURRENT} holds no version name")
        return version

    def current_written_ns(self) -> int | None:
        """When CURRENT was last written, or None: promoting a version again shows here. Raises StoreError."""
        with _told(f"{CURRENT} cannot be read"):
            try:
                return (self.root / CURRENT).stat(follow_symlinks=False).st_mtime_ns
            except FileNotFoundError:
                return None

    def written_ns(self, version: str) -> int:
        """When a version's files were last written, or 0 where that cannot be told: a repair shows here."""
        with suppress(OSError, ValueError):
            return max(each.stat().st_mtime_ns for each in (self._versions / version).iterdir())
        return 0

    def versions(self) -> list[str]:
        """All published versions, the newest last. Raises StoreError."""
        with _told("the versions cannot be listed"):
            try:
                entries = list(os.scandir(self._versions))
            except FileNotFoundError:
                return []
            return sorted(
                e.name for e in entries if VERSION.fullmatch(e.name) and e.is_dir(follow_symlinks=False)
            )

    def manifest(self, version: str) -> Manifest:
        """What a published version says about itself. Raises StoreError with the reason."""
        content = self._read(version, MANIFEST, MAX_MANIFEST_BYTES)
        try:
            manifest = Manifest.model_validate_json(content)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"])) or "JSON"
            raise StoreError(f"the manifest of {version} is not valid: {where}: {first['msg']}") from error
        if manifest.version != version:
            raise StoreError(f"the manifest of {version} names another version")
        if not all(file.sha256 for file in manifest.files):
            raise StoreError(f"the manifest of {version} leaves out a checksum")
        return manifest

    def path(self, version: str, name: str) -> Path:
        """Where a version's file lies. Raises StoreError unless it is a plain file of that version."""
        if not VERSION.fullmatch(version) or not re.fullmatch(PLAIN_NAME, name):
            raise StoreError(f"{version!r} / {name!r} is no file of a version")
        folder = self._versions / version
        path = folder / name
        with _told(f"{name} of {version} cannot be read"):
            if folder.is_symlink() or path.is_symlink() or not path.is_file():
                raise StoreError(f"{version} holds no file {name}")
        return path

    def probe(self, version: str) -> Probe:
        """A few digits and what training computed for them. Raises StoreError."""
        return Probe.from_bytes(self._read(version, PROBE, MAX_PROBE_BYTES))

    def publish(self, manifest: Manifest, write: Callable[[Path], None]) -> str:
        """Make a new version visible in one step: readers see all of it or none of it.

        `write` puts the files into the folder that it is given; the store adds the manifest with their
        checksums. A manifest without a version is named after its time and its digit network's checksum.
        Returns the version. Raises StoreError; whatever goes wrong, the store is as it was.
        """
        with self._writing("the version cannot be published"):
            self._remove_staging()
            staging = self._versions / f"{STAGING}{secrets.token_hex(8)}"
            staging.mkdir()
            try:
                write(staging)
                sealed = _sealed(manifest, staging)
                (staging / MANIFEST).write_text(sealed.model_dump_json(indent=2) + "\n", encoding="utf-8")
                durable.seal(staging)
                if (self._versions / sealed.version).exists():
                    raise StoreError(f"{sealed.version} is published already, and versions never change")
                staging.rename(self._versions / sealed.version)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
            durable.sync(self._versions)
        return sealed.version

    def promote(self, version: str, *, forced: bool = False, reason: str | None = None) -> None:
        """Have `version` served; an older one is a rollback. Raises StoreError unless it is whole.

        `forced` (it missed the gate) and the `reason` stay in the log of promotions.
        """
        for file in self.manifest(version).files:
            if _sha256(self.path(version, file.name)) != file.sha256:
                raise StoreError(f"{file.name} of {version} is not the file that was published")
        with self._writing(f"{version} cannot be promoted"):
            entry = {
                "at": datetime.now(UTC).isoformat(timespec="seconds"),
                "version": version,
                "previous": self._current_if_valid(),
                "forced": forced,
                "reason": reason,
            }
            durable.append(self.root / PROMOTIONS, json.dumps(entry).encode() + b"\n")
            durable.replace(self.root / CURRENT, version.encode() + b"\n")

    def promotions(self) -> list[dict[str, object]]:
        """The log of promotions, the latest last. Raises StoreError."""
        with _told(f"{PROMOTIONS} cannot be read"):
            try:
                content = durable.read_bounded(self.root / PROMOTIONS, MAX_PROMOTIONS_BYTES)
            except FileNotFoundError:
                return []
        return [entry for line in content.splitlines() if (entry := _json_object(line))]

    def prune(self, keep: int) -> list[str]:
        """Remove all but the newest `keep` versions, but never CURRENT or its predecessor.

        Returns the removed versions. Raises StoreError.
        """
        if keep < 1:
            raise StoreError("at least one version must be kept")
        with self._writing("the versions cannot be pruned"):
            versions = self.versions()
            kept = {*versions[-keep:], *self._in_use(versions)}
            removed = [version for version in versions if version not in kept]
            for version in removed:
                # Renamed first: a reader never meets a version with half of its files gone.
                doomed = self._versions / f"{STAGING}{version}"
                (self._versions / version).rename(doomed)
                shutil.rmtree(doomed)
            durable.sync(self._versions)
        return removed

    def clean_staging(self) -> list[str]:
        """Remove what a publish that died left behind; returns the names."""
        with self._writing("the staging folders cannot be cleaned"):
            return self._remove_staging()

    def _remove_staging(self) -> list[str]:
        # The lock is held, so no living process is writing any of these.
        stale = sorted(entry for entry in self._versions.iterdir() if entry.name.startswith(STAGING))
        for entry in stale:
            shutil.rmtree(entry)
        return [entry.name for entry in stale]

    def _in_use(self, versions: list[str]) -> set[str]:
        """CURRENT, the version served before it, and the one published before it."""
        current = self.current()
        if current is None:
            return set()
        latest = next((entry for entry in reversed(self.promotions()) if entry.get("version") == current), {})
        older = [version for version in versions if version < current]
        return {current, str(latest.get("previous")), *older[-1:]}

    def _current_if_valid(self) -> str | None:
        try:
            return self.current()
        except StoreError:
            return None

    def _read(self, version: str, name: str, limit: int) -> bytes:
        with _told(f"{name} of {version} cannot be read"):
            return durable.read_bounded(self.path(version, name), limit)

    @contextmanager
    def _writing(self, failure: str) -> Iterator[None]:
        with _told(failure):
            durable.make_folder(self._versions)
            with durable.exclusive(self._versions):
                yield


def _sealed(manifest: Manifest, folder: Path) -> Manifest:
    files = [file.model_copy(update={"sha256": _sha256(folder / file.name)}) for file in manifest.files]
    sealed = manifest.model_copy(update={"files": files})
    moment = sealed.created_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    version = sealed.version or f"{moment}-{sealed.file().sha256[:7]}"
    if not VERSION.fullmatch(version):
        raise StoreError(f"{version!r} is no version name")
    return sealed.model_copy(update={"version": version})


def _json_object(line: bytes) -> dict[str, object] | None:
    """None for a line that a power cut left unfinished."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _told(failure: str) -> Iterator[None]:
    """Turn the operating system's errors into one that a person can read."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{failure}: {error.strerror or error}") from error
