"""A company with people, and files to import into it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from arclose.imports import kinds
from arclose.imports.mapping import Mapping
from arclose.imports.mapping_file import mapping_from_toml
from arclose.imports.running import ImportResult, Order, check_file, import_file
from arclose.ledger.models import Company
from tests.builders import a_company, a_user

MakeFile = Callable[..., Path]
Import = Callable[..., ImportResult]


@pytest.fixture
def company(db: None) -> Company:
    return a_company()


@pytest.fixture
def clerk(company: Company) -> User:
    return a_user(company, "clerk")


@pytest.fixture
def administrator(company: Company) -> User:
    return a_user(company, "administrator")


@pytest.fixture
def everybody(company: Company) -> User:
    """Somebody who is clerk and administrator."""
    return a_user(company, "clerk", "administrator")


@pytest.fixture
def make_file(tmp_path: Path) -> MakeFile:
    def make(content: str | bytes, name: str = "file.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


@pytest.fixture
def do_import(company: Company, make_file: MakeFile) -> Import:
    """Import a text as a kind of file; ``check`` only checks it."""

    def do(
        kind: str,
        content: str | bytes | Path,
        user: User,
        mapping: Mapping | str = "",
        *,
        check: bool = False,
        **changes: Any,
    ) -> ImportResult:
        path = (
            content if isinstance(content, Path) else make_file(table(content) if isinstance(content, str) else content)
        )
        told = mapping_from_toml(mapping) if isinstance(mapping, str) else mapping
        order = Order(kinds.get(kind), company, user, replace(told, **changes), path, path.name)
        return check_file(order) if check else import_file(order)

    return do


def table(text: str) -> str:
    """Give a table written as ``a | b`` lines as CSV; a text without bars stays as it is."""
    if "|" not in text:
        return text
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return "".join(",".join(cells) + "\n" for cells in lines)


def said(result: ImportResult) -> list[str]:
    """Give the problems of a result in words."""
    return [str(problem) for problem in result.problems.shown]


def figure(result: ImportResult, label: str) -> str:
    """Give one of the figures of a result."""
    return next(one.value for one in result.figures if one.label == label)
