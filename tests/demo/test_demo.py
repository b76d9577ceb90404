"""The demo companies: made once, sound, and with the problems that the close is to find."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.models import Count
from pytest_django import DjangoDbBlocker
from stdnum.eu import vat

from arclose.access.models import Membership
from arclose.checklist.checks import Left, all_left
from arclose.checklist.closing import CloseRefused, hold_period
from arclose.demo import people, problems
from arclose.demo.loading import RETAILER, WHOLESALER, load_demo
from arclose.demo.people import PEOPLE, Person
from arclose.embedded.places import Places
from arclose.ledger import probes
from arclose.ledger.models import Company, FiscalPeriod, LedgerEntry, UnionMembership
from arclose.operations import starting
from customers.free_text.posting import post_free_text_invoices
from customers.free_text.recurring import generate_recurring
from customers.invoicing import post_invoices
from customers.models import Concession, Customer, Invoice, OrderDocument, SalesOrder
from customers.models.invoices import InvoiceType
from customers.models.order_documents import OrderDocumentType
from customers.models.sales_orders import UNFINISHED
from customers.queries import free_text_to_post
from ecsales.models import DeclaredFile, SalesList
from journals.banking.accounts import CODE
from journals.banking.matching import propose
from journals.banking.payments import make_payments
from journals.models import BankStatementLine, GeneralVoucherLine, JournalName
from journals.payments.paying import post_payments
from tests.cluster import Cluster

OCTOBER_END = date(2026, 10, 31)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def note(
    cluster: Cluster,
    database_name: str,
    fresh_copy: Callable[[], None],
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Both demo companies, loaded as the first start of the program does, and what it notes; gone after this module."""
    connections.close_all()
    cluster.copy_database(database_name)  # without a company
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "EMBEDDED", Places(tmp_path_factory.mktemp("first")))
        patch.setattr(settings, "EMBEDDED_DATABASE", True)
        settings.EMBEDDED.make()
        starting.load_demo_once(say=print)
        noted = starting.demo_note().read_text()
    with django_db_blocker.unblock(), transaction.atomic():
        yield noted
        transaction.set_rollback(True)
    fresh_copy()


def test_the_first_start_loads_them_and_notes_who_can_sign_in(note: str) -> None:
    assert set(Company.objects.values_list("code", flat=True)) == {WHOLESALER, RETAILER}
    for person in PEOPLE:
        assert f"{person.username:<12} {person.password}" in note


@pytest.fixture
def company() -> Company:
    return Company.objects.get(code=WHOLESALER)


@pytest.fixture
def october(company: Company) -> FiscalPeriod:
    return FiscalPeriod.objects.get(company=company, name="2026-10")


@pytest.fixture
def left(company: Company, october: FiscalPeriod) -> dict[str, Left]:
    return all_left(company=company, period=october)


def test_it_has_customers_in_twelve_member_states_and_three_other_countries(company: Company) -> None:
    countries = set(Customer.objects.filter(company=company).values_list("country", flat=True))
    members = UnionMembership.objects.filter(union="EU", country__in=countries, valid_to=None)
    assert members.count() == 12
    assert {"GB", "CH", "US"} <= countries


def test_its_vat_numbers_have_right_check_digits() -> None:
    numbered = Customer.objects.exclude(vat_number="").exclude(country__in=["GB", "CH"])
    numbers = numbered.values_list("vat_number", flat=True)
    assert len(numbers) > 50
    assert [number for number in numbers if not vat.is_valid(number)] == []


def test_it_sells_in_five_currencies_every_month(company: Company) -> None:
    for month in (8, 9, 10):
        orders = SalesOrder.objects.filter(company=company, invoice_date__month=month)
        assert orders.count() > 250
        assert set(orders.values_list("currency", flat=True)) == {"EUR", "USD", "GBP", "CHF", "SEK"}


def test_two_months_are_posted_and_on_hold_and_the_third_is_open(company: Company) -> None:
    periods = FiscalPeriod.objects.filter(company=company, name__in=["2026-07", "2026-08", "2026-09", "2026-10"])
    assert dict(periods.values_list("name", "status")) == {
        "2026-07": "on_hold",
        "2026-08": "on_hold",
        "2026-09": "on_hold",
        "2026-10": "open",
    }
    assert not SalesOrder.objects.filter(company=company, status="open", invoice_date__lt=date(2026, 10, 1)).exists()
    assert not Invoice.objects.filter(company=company, invoice_date__gt=date(2026, 9, 30)).exists()


def test_its_credit_notes_name_their_invoices(company: Company) -> None:
    notes = Invoice.objects.filter(company=company, invoice_type=InvoiceType.CREDIT_NOTE)
    assert notes.exists()
    assert not notes.filter(credited_invoice=None).exists()


def test_its_books_are_sound() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the commit is asked now
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    companies = Company.objects.filter(code__in=[WHOLESALER, RETAILER])
    assert [finding for result in probes.verify(companies=companies) for finding in result.findings] == []


@pytest.mark.parametrize(
    "check",
    [
        "vat-numbers",
        "credit-holds",
        "orders-to-confirm",
        "orders-to-pick",
        "orders-to-deliver",
        "delivered",
        "orders",
        "recurring-invoices",
        "free-text-invoices",
        "general-vouchers",
        "bank-lines",
        "bank-answers",
        "bridged-payments",
        "bills-to-settle",
        "bills-protested",
        "clearing",
        "proof",
    ],
)
def test_the_checklist_shows_what_is_planted(check: str, left: dict[str, Left]) -> None:
    assert left[check].count > 0


def test_the_clearing_account_holds_the_receipt_nobody_assigned(left: dict[str, Left]) -> None:
    assert left["clearing"].amounts == {"EUR": Decimal(1250)}


def test_the_bank_statement_adds_up_and_its_receipts_find_what_they_pay(company: Company) -> None:
    lines = list(BankStatementLine.objects.filter(company=company).select_related("statement").order_by("line_number"))
    found = propose(company=company, lines=lines)
    reasons = [found[line.pk].reason.value if line.pk in found else "" for line in lines]
    assert reasons == ["named", "named", "same_name", "named_in_part", "named_in_part", "named", ""]
    statement = lines[0].statement
    assert statement.may_be_posted
    account = statement.bank_account.account
    booked = sum(LedgerEntry.objects.filter(account=account).values_list("transaction_currency_amount", flat=True))
    waiting = sum(
        GeneralVoucherLine.objects.filter(account=account, voucher__status="open").values_list("amount", flat=True)
    )
    received = sum(line.amount for line in lines if line.amount > 0)
    assert statement.closing_amount == booked + waiting + received


def test_its_receipts_leave_a_penny_difference_and_take_a_cash_discount(company: Company) -> None:
    clerk, name = User.objects.get(username="clerk"), JournalName.objects.get(company=company, code=CODE)
    lines = list(BankStatementLine.objects.filter(company=company).select_related("statement"))
    with transaction.atomic():
        shown = {pk: one.fingerprint for pk, one in propose(company=company, lines=lines).items()}
        made = make_payments(company=company, name=name, shown=shown, made_by=clerk, key="receipts")
        outcome = post_payments(
            company=company, documents=[one.pk for one in made.payments], posted_by=clerk, key="receipts"
        )
        let_go = dict(Concession.objects.filter(posting=outcome.posting_id).values_list("kind", "amount"))
        transaction.set_rollback(True)
    assert outcome.left_out == []
    assert let_go.keys() == {"cash_discount", "penny_difference"}
    assert abs(let_go["penny_difference"]) == Decimal("0.03")


def test_nothing_else_is_wrong(left: dict[str, Left]) -> None:
    sound = ("earlier-periods", "credit-limits", "bill-lines", "bank-statements", "jobs", "subledger", "series")
    assert {name for name in sound if left[name].count} == set()


def test_the_open_month_is_refused_its_hold(company: Company, october: FiscalPeriod) -> None:
    controller = User.objects.get(username="controller")
    with pytest.raises(CloseRefused) as refused:
        hold_period(company=company, period=october, held_by=controller)
    assert {"orders", "general-vouchers", "clearing"} <= {reason.check.name for reason in refused.value.reasons}


def test_all_but_the_planted_orders_can_be_invoiced(company: Company) -> None:
    orders = SalesOrder.objects.filter(company=company, status__in=UNFINISHED, invoice_date__lte=OCTOBER_END)
    with transaction.atomic():
        outcome = post_invoices(
            company=company,
            orders=list(orders.values_list("pk", flat=True)),
            posted_by=User.objects.get(username="clerk"),
            key="october",
        )
        transaction.set_rollback(True)
    assert {refusal.code for refusal in outcome.left_out} == {
        "vat_number_missing",
        "credit_limit_exceeded",
        "item_blocked",
    }
    assert len(outcome.posted) > 240


def test_its_free_text_invoices_can_be_generated_and_posted(company: Company) -> None:
    with transaction.atomic():
        clerk = User.objects.get(username="clerk")
        assert not generate_recurring(company=company, generated_by=clerk, until=OCTOBER_END).left_out
        waiting = list(free_text_to_post(company=company, until=OCTOBER_END).values_list("pk", flat=True))
        outcome = post_free_text_invoices(
            company=company, documents=waiting, posted_by=clerk, key="october", today=OCTOBER_END
        )
        transaction.set_rollback(True)
    assert (len(outcome.posted), outcome.left_out) == (4, [])


def test_a_blocked_item_stands_on_an_open_order(company: Company) -> None:
    orders = SalesOrder.objects.filter(company=company, lines__item__number=problems.BLOCKED_ITEM)
    assert [order.status for order in orders] == ["open"]


def test_each_demo_user_has_a_role_in_both_companies() -> None:
    held = Membership.objects.filter(company__code__in=[WHOLESALER, RETAILER]).values("user__username")
    companies = {
        row["user__username"]: row["companies"] for row in held.annotate(companies=Count("company", distinct=True))
    }
    assert companies == {person.username: 2 for person in PEOPLE}


def test_the_retailer_is_open_for_the_years_of_the_real_orders() -> None:
    periods = FiscalPeriod.objects.filter(company__code=RETAILER, status="open")
    assert periods.count() == 24
    assert {period.start_date.year for period in periods} == {2010, 2011}


def test_loading_it_twice_changes_nothing(company: Company) -> None:
    before = _counts(company)
    call_command("demo")
    assert load_demo(with_passwords=True).companies == []
    assert _counts(company) == before


def _counts(company: Company) -> list[int]:
    tables = (SalesOrder, Customer, Invoice, LedgerEntry)
    return [Company.objects.count(), User.objects.count(), *(t.objects.filter(company=company).count() for t in tables)]


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.username)
def test_a_person_signs_in_with_the_password_that_is_printed(person: Person) -> None:
    assert User.objects.get(username=person.username).check_password(person.password)


def test_nobody_gets_a_public_password_where_none_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "PEOPLE", [PEOPLE[0]._replace(username="elsewhere")])
    users = people.create_people(with_passwords=False)
    assert not users["clerk"].has_usable_password()


def test_its_posted_months_show_the_whole_life_of_orders(company: Company) -> None:
    documents = OrderDocument.objects.filter(company=company)
    for month in (8, 9):
        made = documents.filter(document_date__month=month, corrects=None)
        counts = dict(made.values_list("document_type").annotate(Count("pk")).order_by())
        assert all(counts[step] > 250 for step in OrderDocumentType)
        assert documents.filter(document_date__month=month).exclude(corrects=None).count() == 1
        parted = SalesOrder.objects.filter(company=company, invoice_date__month=month).annotate(
            parts=Count("lines__invoice_lines__invoice", distinct=True)
        )
        assert parted.filter(parts=2).count() == 1


def test_some_orders_ship_from_two_sites(company: Company) -> None:
    slips = OrderDocument.objects.filter(company=company, document_type=OrderDocumentType.PACKING_SLIP, corrects=None)
    named = slips.exclude(site=None).values("order")
    assert slips.filter(site=None, order__in=named).exists()


def test_a_credit_note_takes_a_part_back(company: Company) -> None:
    notes = Invoice.objects.filter(company=company, invoice_type=InvoiceType.CREDIT_NOTE)
    assert any(abs(note.total_amount) < note.credited_invoice.total_amount for note in notes if note.credited_invoice)


def test_the_open_month_has_an_order_delivered_in_part(company: Company) -> None:
    begun = SalesOrder.objects.filter(company=company, status="open", document_status="packing_slip")
    assert begun.count() == 1


def test_its_ec_sales_lists_of_the_months_before_are_closed_with_their_files(company: Company) -> None:
    lists = SalesList.objects.filter(company=company).order_by("start_date")
    assert [(str(one.period), one.status, one.declarations.count()) for one in lists] == [
        ("2026-08", "closed", 1), ("2026-09", "closed", 1),
    ]  # fmt: skip
    files = DeclaredFile.objects.filter(company=company)
    assert {file.name.split("-")[0] for file in files} == {"ICP"}
