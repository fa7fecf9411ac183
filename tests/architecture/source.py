"""Read the repository's own source: which files there are, what each imports, how long its functions are."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def frontend_files(*endings: str) -> list[Path]:
    return sorted(path for ending in endings for path in (ROOT / "frontend").rglob(f"*{ending}"))


def name(path: Path) -> str:
    """The file's path from the root of the repository, for messages."""
    return path.relative_to(ROOT).as_posix()


def module(path: Path) -> str:
    """`service/api/health.py` -> `service.api.health`."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> set[str]:
    """Every module that a file imports, wherever in the file; of `from a import b`, `a.b`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = module(path).split(".")[: -node.level] if node.level else []
            base = ".".join([*package, *([node.module] if node.module else [])])
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return found


def inside(imported: str, packages: set[str]) -> bool:
    """Whether a module, or a name in it, belongs to one of the packages."""
    return any(f"{imported}.".startswith(f"{package}.") for package in packages)


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a file with its length in lines, its docstring and decorators left out."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            has_docstring = ast.get_docstring(node) is not None
            documented = (node.body[0].end_lineno or 0) - node.body[0].lineno + 1 if has_docstring else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - documented
