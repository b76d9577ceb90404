"""An id of another company, in the path of any page, answers 404, whatever the roles."""

import pytest
from django.urls import reverse
from django.utils import timezone

from arclose.access import routes
from arclose.access.freshness import SESSION_KEY
from arclose.access.routes import Role
from tests import builders
from tests.access.test_routes import _patterns
from tests.books import a_company_with_books, table_of

WITH_ID = sorted(
    {(name, pattern) for name, pattern in _patterns() if "<int:pk>" in pattern and "<str:company>" in pattern}
)


@pytest.mark.parametrize(("route", "pattern"), WITH_ID)
def test_it_knows_the_table_of_every_id(route, pattern):
    assert table_of(pattern) is not None, f"{route}: name the table of its ids in tests/books.py"


def test_it_answers_404_for_every_id_of_another_company(client, company):
    a_company_with_books(code="UKRT")
    client.force_login(builders.a_user(company, *Role.values))
    session = client.session
    session[SESSION_KEY] = int(timezone.now().timestamp())
    session.save()
    for route, pattern in WITH_ID:
        foreign = table_of(pattern).objects.latest("pk")
        inner = {"number": 1} if "<int:number>" in pattern else {}
        address = reverse(route, kwargs={"company": "NLWS", "period": "2026-10", "pk": foreign.pk, **inner})
        for method in routes.rules_of(route):
            answer = client.generic(method, address, content_type="application/x-www-form-urlencoded")
            assert answer.status_code == 404, f"{method} {route}"
