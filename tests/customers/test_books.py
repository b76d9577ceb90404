"""The books as files: entries, customer transactions, and the Dutch audit file with its sums and references."""

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from lxml import etree
from openpyxl import load_workbook

from arclose.access.routes import Role
from arclose.ledger.models import Company, LedgerAccount, LedgerEntry
from customers.books.audit_file import NAMESPACE
from customers.models import Customer, CustomerTransaction
from journals.payments.paying import post_payments
from journals.posting import post_general_vouchers
from journals.vouchers import VoucherHead, VoucherLine, enter_voucher
from tests.builders import a_company, a_controller, a_customer, a_user, an_order
from tests.customers.pages import Visitor, text_of
from tests.customers.posting import posted
from tests.journals.payments import a_general_journal, a_payment, discounted
from tests.revaluation.runs import a_run
from tests.revaluation.runs import post as post_run

pytestmark = pytest.mark.django_db
OCTOBER = "&since=2026-10-01&until=2026-10-31"
# What the schema has, in its order, as far as it is written here; what may be left out stands in brackets.
SCHEMA = """
auditfile            header company
header               fiscalYear startDate endDate curCode dateCreated softwareDesc
company              [companyIdent] companyName taxRegistrationCountry taxRegIdent streetAddress customersSuppliers
                     generalLedger vatCodes periods openingBalance transactions
streetAddress        [streetname] [country]
customersSuppliers   customerSupplier*
customerSupplier     custSupID custSupName [eMail] [taxRegistrationCountry] [taxRegIdent] custSupTp streetAddress
generalLedger        ledgerAccount*
ledgerAccount        accID accDesc accTp
vatCodes             vatCode*
vatCode              vatID vatDesc vatToPayAccID
periods              period*
period               periodNumber periodDesc startDatePeriod endDatePeriod
openingBalance       opBalDate linesCount totalDebit totalCredit obLine* [obSubledgers]
obSubledgers         obSubledger
obSubledger          sbType sbDesc linesCount totalDebit totalCredit obSbLine*
obSbLine             nr obLineNr amnt amntTp [docRef] [custSupID] [invRef] [invPurSalTp] [invTp] [invDt] [invDueDt]
                     [mutTp]
obLine               nr accID amnt amntTp
transactions         linesCount totalDebit totalCredit journal* [subledgers]
subledgers           subledger
subledger            sbType sbDesc linesCount totalDebit totalCredit sbLine*
sbLine               nr jrnID trNr trLineNr amnt amntTp [docRef] [custSupID] [invRef] [invPurSalTp] [invTp] [invDt]
                     [invDueDt] [mutTp]
journal              jrnID desc jrnTp transaction*
transaction          nr [desc] periodNumber trDt userID trLine*
trLine               nr accID docRef effDate [desc] amnt amntTp [custSupID] [invRef] [vat] [currency]
vat                  vatID vatPerc vatAmnt vatAmntTp
currency             curCode curAmnt
"""
# What its elements without children may say: a text of up to so many characters, one of some codes, or a pattern.
CONTENT = {
    "fiscalYear": r".{1,9}",
    "taxRegIdent": r".{0,30}",
    "custSupName periodDesc softwareDesc": r".{0,50}",
    "companyIdent custSupID accID vatID vatToPayAccID nr obLineNr jrnID trNr trLineNr userID": r".{0,35}",
    "companyName streetname accDesc vatDesc docRef invRef": r".{0,999}",
    "desc sbDesc eMail": r".*",
    "startDate endDate dateCreated startDatePeriod endDatePeriod opBalDate trDt effDate invDt invDueDt": (
        r"\d{4}-\d\d-\d\d"
    ),
    "totalDebit totalCredit amnt vatAmnt curAmnt": r"-?\d{1,18}(\.\d{1,2})?",
    "vatPerc": r"\d{1,5}(\.\d{1,3})?",
    "linesCount": r"\d{1,10}",
    "periodNumber": r"\d{1,3}",
    "curCode": r"[A-Z]{3}",
    "country taxRegistrationCountry": r"(?!EL|XI|XK)[A-Z]{2}",
    "accTp": r"B|M|P",
    "amntTp vatAmntTp invTp": r"C|D",
    "custSupTp": r"B|C|O|S",
    "jrnTp": r"B|C|G|M|O|P|S|T|Y|Z",
    "sbType": r"CS|CU|SU|ZZ",
    "invPurSalTp": r"P|S",
    "mutTp": r"I|P|Z",
}


@pytest.fixture
def company() -> Company:
    made = a_company(name="Kaas & Zo <b.v.>")
    Company.objects.filter(pk=made.pk).update(trade_register_number="12345678", address="Kade 1\n1011 AB Amsterdam")
    made.refresh_from_db()
    return made


@pytest.fixture
def bakery(company) -> Customer:
    made = a_customer(company, name="=HYPERLINK(1)", address="Dijk 2")
    september, october = an_order(made, ("1", "100"), on=date(2026, 9, 5)), an_order(made, ("2", "50.25"))
    posted(september, october)
    payment = a_payment(made, "60")
    post_payments(company=company, documents=[payment.pk], posted_by=a_controller(company), key="pay")
    return made


@pytest.fixture
def visitor(company, bakery) -> Visitor:
    return Visitor(a_controller(company), company)


def content(answer) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_the_audit_file_follows_its_schema_and_its_sums_are_those_of_its_lines(visitor, company):
    answer = visitor.get(f"books/export/?kind=audit-file&file_form=xaf{OCTOBER}")
    assert f'filename="audit-file-{company.code}-2026-10-01-2026-10-31.xaf"' in answer["Content-Disposition"]
    root = etree.fromstring(content(answer))
    rules = dict(rules_of(SCHEMA))
    assert [breach for element in root.iter() for breach in breaches(element, rules)] == []
    lines = list(all_at(root, "transactions/journal/transaction/trLine"))
    entries = LedgerEntry.objects.filter(company=company, posting_date__month=10)
    assert len(lines) == entries.count() == int(text_at(root, "transactions/linesCount"))
    for side, name in (("D", "totalDebit"), ("C", "totalCredit")):
        for where, of in (("transactions", lines), ("openingBalance", list(all_at(root, "openingBalance/obLine")))):
            amounts = [Decimal(text(line, "amnt")) for line in of if text(line, "amntTp") == side]
            assert sum(amounts) == Decimal(text_at(root, f"{where}/{name}")), (where, name)
    assert text_at(root, "openingBalance/totalDebit") == "121.00"


def test_the_subledger_of_the_audit_file_is_the_control_account_by_customer_and_document(visitor, company, bakery):
    abroad = a_customer(company, number="US", tax_group="EXP", country="US", currency_id="USD")
    [owed] = posted(an_order(abroad, ("1", "100"), on=date(2026, 9, 10)))
    assert post_run(a_run(company, date(2026, 9, 30))).line_count == 1
    paid = a_payment(abroad, "100", {owed: "100"})
    post_payments(company=company, documents=[paid.pk], posted_by=visitor.user, key="dollars")
    root = etree.fromstring(content(visitor.get(f"books/export/?kind=audit-file&file_form=xaf{OCTOBER}")))
    accounts = dict(
        zip(texts(root, "openingBalance/obLine/nr"), texts(root, "openingBalance/obLine/accID"), strict=True)
    )
    lines = {
        (text(journal, "jrnID"), text(voucher, "nr"), text(line, "nr")): (text(line, "accID"), signed(line))
        for journal in all_at(root, "transactions/journal")
        for voucher in journal.iter(f"{{{NAMESPACE}}}transaction")
        for line in voucher.iter(f"{{{NAMESPACE}}}trLine")
    }
    opened = list(all_at(root, "openingBalance/obSubledgers/obSubledger/obSbLine"))
    moved = list(all_at(root, "transactions/subledgers/subledger/sbLine"))
    named = [lines[text(one, "jrnID"), text(one, "trNr"), text(one, "trLineNr")] for one in moved]
    assert {accounts[text(one, "obLineNr")] for one in opened} == {"1100"} == {account for account, _amount in named}
    assert [amount for _account, amount in named] == [signed(one) for one in moved]
    facts = ("custSupID", "docRef", "invDt", "invDueDt", "mutTp", "amnt")
    assert [[text(one, name) for name in facts] for one in opened if text(one, "custSupID") == bakery.number] == [
        [bakery.number, "INV2026-000001", "2026-09-05", "2026-10-05", "I", "121.00"]
    ]
    assert {text(one, "mutTp") for one in moved} == {"I", "P"}
    assert {text(one, "custSupID") for one in moved} == {bakery.number, "US"}
    ledger = LedgerEntry.objects.filter(company=company, account__number="1100")
    assert sum(map(signed, [*opened, *moved])) == ledger.aggregate(sum=Sum("accounting_currency_amount"))["sum"]
    for where, of in (
        ("openingBalance/obSubledgers/obSubledger", opened),
        ("transactions/subledgers/subledger", moved),
    ):
        assert Decimal(text_at(root, f"{where}/totalDebit")) == sum(max(signed(one), 0) for one in of)
        assert int(text_at(root, f"{where}/linesCount")) == len(of)
    rules = dict(rules_of(SCHEMA))
    assert [breach for element in root.iter() for breach in breaches(element, rules)] == []


def test_the_lines_of_the_audit_file_name_what_the_file_has(visitor, company, bakery):
    root = etree.fromstring(content(visitor.get(f"books/export/?kind=audit-file&file_form=xaf{OCTOBER}")))
    keys = {
        "accID": set(texts(root, "generalLedger/ledgerAccount/accID")),
        "custSupID": set(texts(root, "customersSuppliers/customerSupplier/custSupID")),
        "vatID": set(texts(root, "vatCodes/vatCode/vatID")),
        "periodNumber": set(texts(root, "periods/period/periodNumber")),
    }
    below = root.find(f"{{{NAMESPACE}}}company/{{{NAMESPACE}}}transactions")
    for name, known in keys.items():
        named = {element.text for element in below.iter(f"{{{NAMESPACE}}}{name}")}
        assert named, name
        assert named <= known, name
    assert keys["accID"] == set(LedgerAccount.objects.filter(company=company).values_list("number", flat=True))
    assert texts(root, "transactions/journal/jrnID") == ["invoice", "payment"]
    assert texts(root, "transactions/journal/jrnTp") == ["S", "B"]
    [vat] = below.iter(f"{{{NAMESPACE}}}vat")
    assert [child.text for child in vat] == ["STD", "21.000", "21.11", "C"]
    assert text_at(root, "companyName") == "Kaas & Zo <b.v.>"


def test_a_line_of_the_audit_file_names_its_own_customer_and_a_concession_its_tax(visitor, company, bakery):
    other, late = a_customer(company, number="OTHER"), discounted(company)
    lines = [
        VoucherLine(customer, Decimal(amount), customer.currency, document_number=document)
        for customer, amount, document in ((other, 70, "MINE"), (bakery, -70, "THEIRS"))
    ]
    voucher = enter_voucher(
        journal=a_general_journal(company),
        head=VoucherHead(date(2026, 10, 20), "from one to the other", other.currency),
        lines=lines,
        entered_by=visitor.user,
        key="general",
    )
    post_general_vouchers(company=company, documents=[voucher.pk], posted_by=visitor.user, key="general")
    [invoice] = posted(an_order(late, ("1", "100"), on=date(2026, 10, 12)))
    payment = a_payment(late, "118.58", {invoice: "118.58"})
    post_payments(company=company, documents=[payment.pk], posted_by=visitor.user, key="discount")
    root = etree.fromstring(content(visitor.get(f"books/export/?kind=audit-file&file_form=xaf{OCTOBER}")))
    told = {
        text(journal, "jrnID"): [
            [text(line, name) for name in ("docRef", "amnt", "amntTp", "custSupID")]
            for line in journal.iter(f"{{{NAMESPACE}}}trLine")
        ]
        for journal in all_at(root, "transactions/journal")
    }
    assert told["general_voucher"] == [["MINE", "70.00", "D", "OTHER"], ["THEIRS", "70.00", "C", bakery.number]]
    [concession] = [one for one in all_at(root, "transactions/journal") if text(one, "jrnID") == "concession"]
    vats = [[child.text for child in vat] for vat in concession.iter(f"{{{NAMESPACE}}}vat")]
    assert vats == [["STD", "21.000", "0.42", "D"]]
    rules = dict(rules_of(SCHEMA))
    assert [breach for element in root.iter() for breach in breaches(element, rules)] == []


def test_entries_and_transactions_come_in_three_forms_exact_and_inert(visitor, company, bakery):
    lines = content(visitor.get(f"books/export/?kind=ledger-entries&file_form=jsonl{OCTOBER}")).decode().splitlines()
    rows = [json.loads(line) for line in lines]
    assert sum(Decimal(row["accounting_amount"]) for row in rows) == 0
    assert {row["currency"] for row in rows} == {"EUR"}
    written = content(visitor.get(f"books/export/?kind=customer-transactions&file_form=csv{OCTOBER}")).decode(
        "utf-8-sig"
    )
    assert "'=HYPERLINK(1)" in written
    assert "-60.0000" in written
    book = load_workbook(
        BytesIO(content(visitor.get(f"books/export/?kind=customer-transactions&file_form=xlsx{OCTOBER}")))
    )
    cells = list(book.active.values)
    assert len(cells) == 1 + CustomerTransaction.objects.filter(transaction_date__month=10).count()
    assert cells[1][5] == "'=HYPERLINK(1)"


def test_the_page_states_what_a_period_comes_to_and_refuses_by_name(visitor):
    page = text_of(visitor.get("books/"))
    assert "Ledger entries 5 EUR 181.61 EUR 181.61" in page
    refused = text_of(visitor.get("books/export/?kind=audit-file&file_form=csv&since=2026-10-31&until=2026-10-01"))
    assert "This file is written as XAF." in refused
    assert "The last day lies before the first." in refused
    years = text_of(visitor.get("books/export/?kind=audit-file&file_form=xaf&since=2026-10-01&until=2027-02-01"))
    assert "An audit file is of days of one fiscal year." in years


def test_the_books_are_for_controllers_and_auditors(company, bakery):
    for role, status in ((Role.AUDITOR, 200), (Role.CLERK, 403), (Role.ADMINISTRATOR, 403)):
        assert Visitor(a_user(company, role), company).get("books/").status_code == status, role


def test_the_command_writes_a_whole_file_and_says_what_it_comes_to(company, bakery, tmp_path, capsys):
    days = {"since": date(2026, 10, 1), "until": date(2026, 10, 31)}
    auditor = a_user(company, Role.AUDITOR)
    call_command("export", "audit-file", company=company.code, user=auditor.username, folder=tmp_path, **days)
    assert "rows 5, debit 181.61" in capsys.readouterr().out.replace("0000", "")
    [path] = tmp_path.iterdir()
    assert etree.parse(path).getroot().tag == f"{{{NAMESPACE}}}auditfile"
    clerk = a_user(company, Role.CLERK)
    for wrong in ({"company": "NONE"}, {"form": "csv"}, {"user": clerk.username}, {"folder": Path("/nowhere")}):
        values = {"company": company.code, "user": auditor.username, "folder": tmp_path, **days, **wrong}
        with pytest.raises(CommandError):
            call_command("export", "audit-file", **values)
    assert [path] == list(tmp_path.iterdir())


def rules_of(table: str) -> Iterator[tuple[str, list[tuple[str, bool, bool]]]]:
    """Give per element its children: name, whether it may be left out, whether it may come again."""
    joined = table.strip().replace("\n                     ", " ")
    for line in joined.splitlines():
        name, *children = line.split()
        yield name, [(one.strip("[]*"), one[0] == "[" or one[-1] == "*", one[-1] == "*") for one in children]


def breaches(element, rules) -> Iterator[str]:
    name = etree.QName(element).localname
    found = [etree.QName(child).localname for child in element]
    expected = rules.get(name, [])
    order = [one for one, _may_lack, _again in expected]
    if not expected:
        [pattern] = [pattern for names, pattern in CONTENT.items() if name in names.split()]
        if not re.fullmatch(pattern, element.text or "", re.DOTALL):
            yield f"{name}: {element.text}"
    if any(child not in order for child in found) or sorted(found, key=order.index) != found:
        yield f"{name}: {found}"
    for one, may_lack, again in expected:
        count = found.count(one)
        if (not count and not may_lack) or (count > 1 and not again):
            yield f"{name}: {count} {one}"


def all_at(root, path: str):
    return root.iterfind("/".join(f"{{{NAMESPACE}}}{name}" for name in f"company/{path}".split("/")))


def texts(root, path: str) -> list[str]:
    return [element.text for element in all_at(root, path)]


def text_at(root, path: str) -> str:
    [found] = texts(root, path)
    return found


def signed(line) -> Decimal:
    return Decimal(text(line, "amnt")) * (1 if text(line, "amntTp") == "D" else -1)


def text(element, name: str) -> str:
    return element.findtext(f"{{{NAMESPACE}}}{name}")
