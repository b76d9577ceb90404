"""An id of another company, in the path of any page, answers 404, whatever the roles."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django_filters import ModelChoiceFilter, ModelMultipleChoiceFilter

from arclose.access import routes
from arclose.access.freshness import SESSION_KEY
from arclose.access.routes import Role
from arclose.web.filters import ListFilter, RowChoiceFilter
from journals.models import BankAccount
from tests import builders
from tests.access.test_routes import _patterns
from tests.books import a_company_with_books, table_of

WITH_ID = sorted(
    {(name, pattern) for name, pattern in _patterns() if "<int:pk>" in pattern and "<str:company>" in pattern}
)


@pytest.mark.parametrize(("route", "pattern"), WITH_ID)
def test_it_knows_the_table_of_every_id(route, pattern):
    assert table_of(pattern) is not None, f"{route}: name the table of its ids in tests/books.py"


def test_no_list_is_narrowed_by_an_id_of_another_company(client, company):
    other = a_company_with_books(code="UKRT")
    client.force_login(builders.a_user(company, *Role.values))
    narrowed = [(one, name) for one in _below(ListFilter) for name, row in one.base_filters.items() if _is_row(row)]
    assert [f"{one.__name__}.{name}" for one, name in narrowed if not _is_own_row(one.base_filters[name])] == []
    account, stranger = other.accounts.latest("pk").pk, builders.a_controller(other).pk
    bank_account = BankAccount.objects.filter(company=other).latest("pk").pk
    for page in (
        f"vouchers/?account={account}",
        f"vouchers/?user={stranger}",
        f"bank-statements/?account={bank_account}",
        f"bank-lines/?account={bank_account}",
    ):
        assert client.get(f"/NLWS/2026-10/{page}").status_code == 404, page


def _below(kind):
    return [below for one in kind.__subclasses__() for below in (one, *_below(one))]


def _is_row(row):
    return isinstance(row, ModelChoiceFilter | ModelMultipleChoiceFilter)


def _is_own_row(row):
    return isinstance(row, RowChoiceFilter)


def test_it_answers_404_for_every_id_of_another_company(client, company):
    a_company_with_books(code="UKRT")
    client.force_login(builders.a_user(company, *Role.values))
    session = client.session
    session[SESSION_KEY] = int(timezone.now().timestamp())
    session.save()
    for route, pattern in WITH_ID:
        foreign = table_of(pattern).objects.latest("pk")
        inner = {name: value for name, value in {"number": 1, "step_type": "settle"}.items() if f":{name}>" in pattern}
        address = reverse(route, kwargs={"company": "NLWS", "period": "2026-10", "pk": foreign.pk, **inner})
        for method in routes.rules_of(route):
            answer = client.generic(method, address, content_type="application/x-www-form-urlencoded")
            assert answer.status_code == 404, f"{method} {route}"
