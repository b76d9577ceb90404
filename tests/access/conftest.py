"""Two companies, and the pages of the gallery."""

import pytest

from tests import builders
from tests.framing import bare_pages  # noqa: F401
from tests.web.conftest import gallery  # noqa: F401


@pytest.fixture
def company(db):
    return builders.a_company(code="NLWS")


@pytest.fixture
def other_company(db):
    return builders.a_company(code="UKRT")
