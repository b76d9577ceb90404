"""Whatever is sent to a form: it answers, and the books stay sound with all that it wrote."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.forms import BaseForm, BaseFormSet, ModelChoiceField
from django.urls import Resolver404, resolve
from lxml import html

from arclose.access import freshness, routes
from arclose.access.models import SavedView
from arclose.access.routes import Role
from arclose.batch.models import Alert, Job
from arclose.ledger.models import Company, Voucher
from customers.credit.holds import hold_order
from customers.models import CustomerTransaction
from ecsales.models import ManualLine
from journals.kinds.bridging import BRIDGE_CLEARING
from journals.models import BankStatement, Journal, JournalType, Payment
from tests import builders
from tests.access.test_routes import _patterns
from tests.books import a_company_with_books, table_of
from tests.browser.test_every_page import address_of
from tests.customers.posting import findings
from tests.web import scenes

# In full: twenty altered requests per form, others each time.
IN_FULL = bool(os.environ.get("ARCLOSE_EVERY_FORM_IN_FULL"))
ALTERED = 20 if IN_FULL else 1
MOST_ODD = 9
MOST_TRIES = 2
ROUTES = sorted({(name, pattern) for name, pattern in _patterns() if "<str:period>" in pattern})
POSTED = {name: pattern for name, pattern in ROUTES if "POST" in routes.rules_of(name)}
# Pages whose forms are sent to other addresses, as far as those of POSTED do not show them.
PAGES = (
    "close/task/proof/", "close/task/subledger/", "jobs/", "jobs/alerts/", "jobs/new/?kind=sales-invoices",
    "orders/", "credit-holds/", "documents/?type=packing_slip", "free-text/", "invoices/", "interest/",
    "letters/", "transactions/", "customers/", "sent/", "transactions/marked/", "payments/",
    "general-vouchers/", "bank-lines/", "bank-statements/", "bridged-payments/", "vouchers/",
    "calendar/", "bill-lines/", "ec-sales-lists/", "revaluations/rates/",
    "interest/calculate/?until=31/10/2026&note_date=31/10/2026",
)  # fmt: skip
NOUNS = (
    "orders", "free-text", "jobs", "payments", "general-journals", "bank-statements", "bank-lines", "bill-journals",
    "bills", "bill-lines", "remittances", "ec-sales-lists", "revaluations", "direct-debits",
)  # fmt: skip
# Of these the newest rows are looked at, each in a state of its own; of the others the newest one.
ROWS = {"jobs": 5, "ec-sales-lists": 3, "bills": 2, "remittances": 3, "revaluations": 2}
# What takes away what other forms are about is asked last.
LAST = re.compile(r"cancel|delete|give_up|remove|reject|reverse|undo|close")
ODD = (
    "", " ", "\0", "\n", "-1", "0", "1", "0.00001", "1e400", "NaN", "-Infinity", "9" * 40, "1,5", "1.234.567,89", "٣",
    "31/2/2026", "29/2/2028", "15/10/2026", "2026-10-15", "1/1/0001", "31/12/9999", "1/1/99999", "today",
    "1/1/0001 0:00", "31/12/9999 23:30", "tomorrow 6:30",
    "on", "yes", "all", "filter", "ticked", "release", "post", "é" * 300, "<script>", "' OR 1=1 --", "\u202e",
    "\N{JACK-O-LANTERN}",
    "page-00000000-0000-4000-8000-000000000001", "a" * 5_000, "../../etc", "{% now %}", "%s %(x)s",
)  # fmt: skip
# What the lists and pages in front of a form send to it.
SENT = ("selected", "selection", "key", "act", "decided", "name", "query", "page", "day", "reason", "quantity")

Values = list[str]


@dataclass
class Form:
    """A form as a page shows it: where it is sent to, and what each field may be sent with, untouched first."""

    address: str
    fields: dict[str, list[Values]] = field(default_factory=dict)

    def untouched(self) -> dict[str, Values]:
        """Give the request of somebody who sends the form as the page shows it."""
        return {name: offered[0] for name, offered in self.fields.items()}

    def altered(self, random: Random) -> dict[str, Values]:
        """Give a request with any of what the page offers, and anything in some fields."""
        shown = {name: random.choice(offered) for name, offered in self.fields.items()}
        names = sorted({*self.fields, *SENT})
        odd = random.sample(names, random.randint(1, MOST_ODD))
        return shown | {name: random.choices(ODD, k=random.randint(0, 2)) for name in odd}


def _offered(element: Any) -> list[Values]:
    value, kind = element.get("value", ""), element.get("type", "")
    if element.tag == "select":
        options = element.xpath(".//option[@selected]") + element.xpath(".//option")
        return [[option.get("value", "")] for option in options] or [[]]
    if element.tag == "textarea":
        return [[element.text or ""]]
    if element.tag == "button" or kind == "submit":
        return [[value], []]
    if kind in {"checkbox", "radio"}:
        is_on = element.get("checked") is not None or element.get("name") == "selected"
        return [[value or "on"], []] if is_on else [[], [value or "on"]]
    return [[value]]


def _forms_on(content: bytes, address: str) -> Iterator[tuple[str, Form]]:
    """Give the forms of a page by the names of the routes that they are sent to."""
    page = html.fromstring(content)
    for form in page.xpath("//main//form[translate(@method, 'POST', 'post')='post']"):
        outside = page.xpath("//*[@form=$of]", of=form.get("id") or "-")
        parts = [*form.iter("input", "select", "textarea", "button"), *outside]
        senders = {form.get("action") or address, *(part.get("formaction") for part in parts)} - {None}
        for sender in senders:
            made = Form(urljoin(address, sender))
            for part in parts:
                name, is_other = part.get("name"), part.get("formaction", sender) != sender
                if name and name != "csrfmiddlewaretoken" and not is_other:
                    made.fields.setdefault(name, []).extend(_offered(part))
            try:
                yield resolve(urlsplit(made.address).path).view_name, made
            except Resolver404:  # pragma: no cover
                pytest.fail(f"{address} sends to {made.address}")


def _app(route: str) -> str:
    """Give the app of a route; none of what stands in every list."""
    return route.rpartition(":")[0]


def _together() -> list[set[str]]:
    """Give the apps by whose forms are tried on the same books: those with few, but for the close, with one another."""
    apps = {_app(name) for name in POSTED}
    alone = {"customers", "journals", "checklist"}
    return [*({app} for app in sorted(apps & alone)), apps - alone]


class Forms:
    """The forms found so far, by route; of one route the one with the most fields counts."""

    def __init__(self) -> None:
        self.found: dict[str, Form] = {}
        self.tried: dict[str, list[int]] = {}
        self.altered: set[tuple[str, frozenset[str]]] = set()

    def look_at(self, response: Any, address: str) -> None:
        is_page = response.status_code in {200, 409, 422} and "html" in response.get("Content-Type", "")
        if not is_page or response.streaming:
            return
        for name, form in _forms_on(response.content, address):
            if name in POSTED and (name not in self.found or len(form.fields) > len(self.found[name].fields)):
                self.found[name] = form

    def next_of(self, apps: set[str]) -> tuple[str, Form] | None:
        """Give a form of apps that was not tried yet, or once with fewer fields: an answer may show more of it."""
        names = [name for name in POSTED if _app(name) in apps]
        for name in sorted(names, key=lambda name: (bool(LAST.search(name)), name)):
            if self.is_to_be_tried(name):
                self.tried[name].append(len(self.found[name].fields))
                return name, self.found[name]
        return None

    def is_to_be_tried(self, name: str) -> bool:
        tried = self.tried.setdefault(name, [])
        shown = len(self.found[name].fields) if name in self.found else -1
        return len(tried) < MOST_TRIES and shown > max(tried, default=-1)

    def is_to_be_altered(self, name: str) -> bool:
        """Tell whether no form of these fields was altered in its app: they are read in the same place.

        One that is tried again, because an answer showed more of it, is altered then.
        """
        key = _app(name), frozenset(self.found[name].fields)
        if self.is_to_be_tried(name) or key in self.altered:
            return False
        self.altered.add(key)
        return True


@pytest.fixture
def company(db: None) -> Company:
    """A company with something in every form: jobs in every state, alerts, an order on hold, a preview to be posted."""
    company = a_company_with_books(code="NLWS")
    anna = builders.a_user(company, *Role.values, name="anna")
    SavedView.objects.create(company=company, owner=anna, list_route="customers:invoices", name="My own")
    scenes.jobs_in_every_state(company, anna)
    scenes.what_waits(company, anna)
    scenes.what_is_at_the_bank(company)
    scenes.a_payment_to_collect(company)
    scenes.what_waits_for_approval(company)
    scenes.bills_on_their_way(company)
    scenes.a_closed_list(company)
    held = builders.an_order(builders.a_customer(company))
    hold_order(order=held, reason="owes too much", held_by=builders.a_controller(company))
    return company


def _address(name: str, pattern: str, company: Company) -> str:
    """Give an address of a route; of what has states, of a row in the one that it asks for."""
    customer = company.customers.latest("pk")
    asked = {
        "batch:add_task": "?kind=sales-invoices",
        "batch:dismiss": "?cause=customer_blocked",
        "customers:print_made": "?task=1",
        "ecsales:list_numbers": f"?customer={customer.pk}&used=DE000000000",
    }
    for part, row in _rows_asked_for(name, company).items():
        pattern = pattern.replace(f"{part}/<int:pk>", f"{part}/{row}")
    return address_of(pattern, company).replace("/tasks/1/undo/", "/tasks/2/undo/") + asked.get(name, "")


def _rows_asked_for(name: str, company: Company) -> dict[str, int]:
    """Give the rows that a route is about by what stands before them in its address; of others it is the newest."""
    payments = Payment.objects.filter(company=company)
    if name == "journals:direct_debit":
        payments = payments.filter(method__file_format="sepa_direct_debit")
    rows = {
        "ec-sales-lists": ManualLine.objects.latest("pk").sales_list_id,
        "payment-journals": payments.latest("pk").journal_id,
    }
    if name in {"batch:dismiss", "batch:retry"}:
        rows["jobs"] = Job.objects.get(key="fails").pk
    if name in {"batch:undo", "customers:print_made"}:
        rows["jobs"] = Job.objects.get(description="October").pk
    if name == "revaluation:undo":
        rows["revaluations"] = company.revaluations.earliest("pk").pk
    if name == "ledger:reverse":
        rows["vouchers"] = Voucher.objects.filter(document_type=BRIDGE_CLEARING).latest("pk").pk
    return rows


@pytest.mark.timeout(0 if IN_FULL else 600)
def test_no_form_fails_whatever_is_sent(
    client: Any, company: Company, bare_pages: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freshness, "is_fresh", lambda _request: True)
    client.force_login(builders.User.objects.get(username="anna"))
    forms = Forms()
    addresses = {name: _address(name, pattern, company) for name, pattern in POSTED.items()}
    own = [address for name, address in addresses.items() if "GET" in routes.rules_of(name)]
    before, choices = [f"/NLWS/2026-10/{page}" for page in PAGES], []
    before += [address for noun in NOUNS for address in _rows(noun, company)]
    before += _pages_between(company)
    for address in own + before:
        page = client.get(address)
        assert page.status_code == 200 or address in own, address
        choices += [_is_own(field, company) or pytest.fail(f"{address}: {name}") for name, field in _choices(page)]
        forms.look_at(page, address)
    assert len(choices) > 20
    for chosen in _to_settle(company):
        forms.look_at(
            client.post("/NLWS/2026-10/transactions/mark/", {"selected": chosen}), addresses["customers:mark"]
        )
    assert Alert.objects.exists()
    assert [name for name in POSTED if name not in forms.found] == []
    for apps in _together():
        with _taken_back():
            while chosen := forms.next_of(apps):
                _try(client, forms, *chosen)
            assert findings(company) == {}, apps


def _rows(noun: str, company: Company) -> list[str]:
    """Give the pages of the newest rows of a noun."""
    rows = table_of(f"{noun}/<int:pk>/").objects.filter(company=company).order_by("-pk")
    return [f"/NLWS/2026-10/{noun}/{row.pk}/" for row in rows[: ROWS.get(noun, 1)]]


def _pages_between(company: Company) -> Iterator[str]:
    """Give the pages of what was read of a bank, of payments to approve, and of each journal with lines to remit."""
    files = BankStatement.objects.filter(company=company).values_list("file", flat=True)
    yield "/NLWS/2026-10/bank-lines/proposals/?" + "&".join(f"file={pk}" for pk in files)
    journals = Journal.objects.filter(company=company)
    to_approve = journals.get(payments__isnull=False, name__needs_approval=True)
    yield f"/NLWS/2026-10/payment-journals/{to_approve.pk}/"
    for to_remit in journals.filter(name__journal_type=JournalType.REMITTANCE).order_by("pk"):
        yield f"/NLWS/2026-10/bill-journals/{to_remit.pk}/"


def _to_settle(company: Company) -> list[list[int]]:
    """Give transactions of one customer that settle each other: in one currency, and across two."""
    rows = CustomerTransaction.objects.filter(company=company, customer__name="Settles", open__isnull=False)
    keys = {(row.currency_id, row.transaction_currency_amount > 0): row.pk for row in rows}
    return [[keys["EUR", False], keys[currency, True]] for currency in ("EUR", "USD")]


def _choices(page: Any) -> Iterator[tuple[str, ModelChoiceField]]:
    """Give the fields of the forms of a page in which a row of a table that companies share is chosen by its id."""
    values = [value for context in page.context or [] for layer in context for value in layer.values()]
    forms = [form for value in values for form in (value if isinstance(value, list | BaseFormSet) else [value])]
    for form in forms:
        for name, one in form.fields.items() if isinstance(form, BaseForm) else ():
            if isinstance(one, ModelChoiceField) and hasattr(one.queryset.model, "company_id"):
                yield f"{type(form).__name__}.{name}", one


def _is_own(field: ModelChoiceField, company: Company) -> bool:
    """Tell whether nothing but rows of a company can be chosen; whoever sends another id is refused by the field."""
    try:
        return f'"company_id" = {company.pk}' in str(field.queryset.query)
    except EmptyResultSet:
        return True


def _try(client: Any, forms: Forms, name: str, form: Form) -> None:
    """Send requests one after the other, each upon what those before it wrote; keys come again with other content.

    What the answer to the first one shows, such as a preview, is asked in its turn.
    """
    random = Random() if IN_FULL else Random(name)
    forms.look_at(_send(client, name, form, form.untouched()), form.address)
    for _request in range(ALTERED if IN_FULL or forms.is_to_be_altered(name) else 0):
        _send(client, name, form, form.altered(random))


def _send(client: Any, name: str, form: Form, request: dict[str, Values]) -> Any:
    response = client.post(form.address, request)
    assert response.status_code < 500, (name, response.status_code, request)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return response


@contextmanager
def _taken_back() -> Iterator[None]:
    """A transaction that is rolled back, as if nobody had sent anything."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
