"""An id of another company, in the path, a filter or a form of any page, leads nowhere, whatever the roles.

What a form offers as a choice is looked at where all forms are opened (tests/web/test_fuzzed_forms.py).
"""

import re

from django.apps import apps
from django.db import connection
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django_filters import ModelChoiceFilter, ModelMultipleChoiceFilter

from arclose.access import routes
from arclose.access.freshness import SESSION_KEY
from arclose.access.routes import Role
from arclose.ledger.models import Voucher
from arclose.web import errors
from arclose.web.filters import ListFilter, RowChoiceFilter
from customers.models import Customer, Invoice, SalesOrder
from journals.models import BankAccount
from tests import builders
from tests.access.test_routes import _patterns
from tests.books import a_company_with_books, table_of
from tests.customers.pages import page_key

LAST_ID = 3_000
WORD = re.compile(r"\w+")

WITH_ID = sorted(
    {(name, pattern) for name, pattern in _patterns() if "<int:pk>" in pattern and "<str:company>" in pattern}
)


def test_it_knows_the_table_of_every_id():
    assert len(WITH_ID) > 100
    assert [route for route, pattern in WITH_ID if table_of(pattern) is None] == [], "name them in tests/books.py"


def test_it_leads_nowhere(client, company, bare_pages, monkeypatch):
    foreign = _be_the_next_number_of_every_table()
    other = a_company_with_books(code="UKRT")
    stranger = builders.a_controller(other)
    client.force_login(builders.a_user(company, *Role.values))
    session = client.session
    session[SESSION_KEY] = int(timezone.now().timestamp())
    session.save()
    before, names = _rows_of(other), _names_in(other)
    with monkeypatch.context() as without_pages:  # the one page that says so, hundreds of times
        without_pages.setattr(errors, "render", lambda *_page, status: HttpResponse(status=status))
        nowhere_in_paths(client)
        nowhere_in_filters(client, other, stranger)
    nowhere_in_forms(client, other, foreign, names)
    nowhere_in_exports(client, names)
    assert _rows_of(other) == before


def _be_the_next_number_of_every_table():
    """Let the next row of each table that a company has rows in get the same id, and give it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(nextval(format('%%I.%%I', schemaname, sequencename)::regclass))"
            " FROM pg_sequences, generate_series(coalesce(last_value, 0) + 1, %s)"
            " WHERE NOT starts_with(sequencename, 'tests_')",
            [LAST_ID],
        )
    return LAST_ID + 1


def _rows_of(company):
    """What stands in a company's rows: one that is added, changed or removed makes it another."""
    tables = [one._meta.db_table for one in apps.get_models() if _has_company(one)]
    looks = [
        f"SELECT '{table}', count(*), sum(hashtext(ctid::text || xmin::text)::bigint) FROM {table}"
        f" WHERE company_id = {company.pk}"
        for table in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(looks))
        return sorted(cursor.fetchall())


def _has_company(model):
    return model._meta.managed and any(field.attname == "company_id" for field in model._meta.concrete_fields)


def nowhere_in_filters(client, other, stranger):
    narrowed = [(one, name) for one in _below(ListFilter) for name, row in one.base_filters.items() if _is_row(row)]
    assert [f"{one.__name__}.{name}" for one, name in narrowed if not _is_own_row(one.base_filters[name])] == []
    account = other.accounts.latest("pk").pk
    bank_account = BankAccount.objects.filter(company=other).latest("pk").pk
    for page in (
        f"vouchers/?account={account}",
        f"vouchers/?user={stranger.pk}",
        f"bank-statements/?account={bank_account}",
        f"bank-lines/?account={bank_account}",
    ):
        assert client.get(f"/NLWS/2026-10/{page}").status_code == 404, page


def nowhere_in_forms(client, other, foreign, names):
    """What lists send: the rows that were ticked; who is not refused for them goes on to decide."""
    assert Invoice.objects.get(pk=foreign).company == other
    for route, address in _without_id("POST"):
        for decided in ({}, {"decided": foreign}):
            sent = {"selected": [foreign], "selection": "ticked", "key": page_key(foreign), "act": "post"}
            answer = client.post(address, sent | decided)
            assert answer.status_code in {200, 302, 400, 403, 404, 409, 422}, route
            assert not _leaks(answer, names), route
            if answer.status_code == 404:
                break


def nowhere_in_exports(client, names):
    exported = 0
    for route, address in _without_id("GET"):
        answer = client.get(f"{address}?all&export=csv")
        exported += answer.get("Content-Type", "").startswith("text/csv")
        assert not _leaks(answer, names), route
    assert exported > 25


def _without_id(method):
    for route, pattern in sorted(_patterns()):
        if re.fullmatch(r"<str:company>/<str:period>/[^<]*", pattern) and method in routes.rules_of(route):
            yield route, reverse(route, kwargs={"company": "NLWS", "period": "2026-10"})


def _names_in(company):
    """What would tell of a company: its code, and the numbers of its customers and documents."""
    kinds = (Customer, SalesOrder, Invoice, Voucher)
    numbers = [one for kind in kinds for one in kind.objects.filter(company=company).values_list("number", flat=True)]
    return [company.code, *numbers]


def _leaks(answer, names):
    """Give the names of another company's customers and documents in an answer; this company has none of its own."""
    content = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="replace")
    words = set(WORD.findall(content))
    return [name for name in names if words.issuperset(WORD.findall(name)) and name in content]


def _below(kind):
    return [below for one in kind.__subclasses__() for below in (one, *_below(one))]


def _is_row(row):
    return isinstance(row, ModelChoiceFilter | ModelMultipleChoiceFilter)


def _is_own_row(row):
    return isinstance(row, RowChoiceFilter)


def nowhere_in_paths(client):
    for route, pattern in WITH_ID:
        foreign = table_of(pattern).objects.latest("pk")
        inner = {name: value for name, value in {"number": 1, "step_type": "settle"}.items() if f":{name}>" in pattern}
        address = reverse(route, kwargs={"company": "NLWS", "period": "2026-10", "pk": foreign.pk, **inner})
        for method in routes.rules_of(route):
            answer = client.generic(method, address, content_type="application/x-www-form-urlencoded")
            assert answer.status_code == 404, f"{method} {route}"
