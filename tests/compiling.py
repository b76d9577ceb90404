"""The tests compiled by one process: else each of a run compiles all of them, at the same time as the others."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

from _pytest.assertion.rewrite import PYC_TAIL

from tests.cluster import ROOT


@contextmanager
def compiling() -> Iterator[None]:
    """Compile beside what is done meanwhile, and wait for it, whatever tests lack a compiled file of their state."""
    lacking = [] if sys.dont_write_bytecode else [path for path in ROOT.glob("tests/**/test_*.py") if _lacks(path)]
    if not lacking:
        yield
        return
    child = os.fork()
    if child == 0:
        _load(lacking)
    try:
        yield
    finally:
        os.waitpid(child, 0)


def _lacks(path: Path) -> bool:
    compiled = path.parent / "__pycache__" / f"{path.stem}{PYC_TAIL}"
    return not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime


def _load(paths: list[Path]) -> None:
    """Import them, by which pytest compiles them, and end; what is wrong with one is said where it is run."""
    for path in paths:
        with suppress(BaseException):
            import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    os._exit(0)
