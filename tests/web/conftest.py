"""A company with orders, somebody signed in, and pages of the tests' own."""

from pathlib import Path

import pytest
from django.core.signals import setting_changed
from django.template import engines
from django.test.signals import root_urlconf_changed

from arclose.access import routes
from arclose.access.routes import Role
from arclose.web import pages
from tests import builders
from tests.framing import bare_pages  # noqa: F401
from tests.web.gallery.urls import TABLE

TEMPLATES = Path(__file__).parent / "gallery" / "templates"
# Routes are known by the name of their module: those of another root are no reason to forget them, test after test.
setting_changed.disconnect(root_urlconf_changed)


@pytest.fixture
def gallery(settings, monkeypatch):
    """Let the pages of the gallery be served, and let navigation offer its list."""
    engine = engines["django"].engine
    monkeypatch.setattr(engine, "dirs", [*engine.dirs, TEMPLATES])
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
