"""Somebody of every role, on the pages of a company: in a browser, or, for a quick look, without one."""

import os
from typing import Any

import pytest

from arclose.access.routes import Role
from arclose.ledger.models import Company
from tests import builders
from tests.browser.conftest import sign_in
from tests.walks.driving import Driver
from tests.walks.passing import passes_its_pages  # noqa: F401
from tests.walks.walking import Walker

IN_A_BROWSER = not os.environ.get("ARCLOSE_WALK_WITHOUT_A_BROWSER")


@pytest.fixture
def company(transactional_db: None) -> Company:
    return builders.a_company(code="NLWS", name="Noord Wholesale")


@pytest.fixture
def anna(company: Company) -> str:
    return builders.a_user(company, *Role.values, name="anna").username


if IN_A_BROWSER:

    @pytest.fixture
    def visitor(anna: str, page: Any, live_server: Any) -> Driver:
        sign_in(page, live_server, anna)
        return Driver(page, f"{live_server.url}/NLWS/2026-10/")

else:

    @pytest.fixture
    def visitor(anna: str) -> Walker:
        return Walker(anna, "/NLWS/2026-10/")
