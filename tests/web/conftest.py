"""A company with orders, somebody signed in, and pages of the tests' own."""

import copy
from pathlib import Path

import pytest

from arclose.access import routes
from arclose.access.routes import Role
from arclose.web import pages
from tests import builders
from tests.web.gallery.urls import TABLE


@pytest.fixture
def gallery(settings, monkeypatch):
    """Let the pages of the gallery be served, and let navigation offer its list."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent / "gallery" / "templates")
    settings.TEMPLATES = templates
    settings.ROOT_URLCONF = "tests.web.gallery.urls"
    monkeypatch.setattr(routes, "RULES", {**routes.RULES, **routes.parse(TABLE)})
    monkeypatch.setattr(pages, "_pages", dict(pages._pages))
    pages.register(pages.Page("gallery:orders", label="Gallery orders", section=pages.SALES, position=1, icon="order"))


@pytest.fixture
def company(db):
    return builders.a_company(code="NLWS", name="Noord Wholesale")


@pytest.fixture
def clerk(company):
    return builders.a_user(company, Role.CLERK, name="anna")


@pytest.fixture
def as_clerk(client, clerk, gallery):
    client.force_login(clerk)
    return client


@pytest.fixture
def customer(company):
    return builders.a_customer(company, name="Bakkerij De Vries")
