"""Bank statements: read once and as a whole, into the right account; shown as the bank said it; never changed."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from arclose.access.roles import RoleMissing
from arclose.checklist.checks import all_left, named
from arclose.imports.problems import FileRefused
from arclose.ledger.models import Company, FiscalPeriod
from journals.banking.payments import explain
from journals.banking.statements import take_in
from journals.models import BankAccount, BankFile, BankLineDetail, BankStatement, BankStatementLine
from journals.payments.paying import post_payments
from tests.builders import a_bank_statement, a_clerk, a_company, a_controller, a_user
from tests.checklist.left import left_of
from tests.conftest import REAL_DATA
from tests.customers.pages import QUERIES_AT_MOST, Visitor, text_of
from tests.journals.payments import a_payment, untaxed
from tests.journals.test_bank_files import ENTRY, camt

pytestmark = pytest.mark.django_db
IBAN = "NL91ABNA0417164300"


@pytest.fixture
def company() -> Company:
    made = a_company()
    BankAccount.objects.filter(company=made).update(iban=IBAN)
    return made


@pytest.fixture
def visitor(company) -> Visitor:
    return Visitor(a_clerk(company), company)


@pytest.fixture
def read(company, tmp_path):
    """Write a file and take it in."""

    def take(content: str, user=None, into: Company = company):
        path = tmp_path / "file.xml"
        path.write_text(content, encoding="utf-8")
        return take_in(company=into, path=path, file_name="file.xml", user=user or a_clerk(into))

    return take


def test_it_keeps_a_statement_with_its_lines(read):
    [statement] = read(camt()).statements
    assert (statement.opening_amount, statement.closing_amount, statement.verdict) == (100, Decimal("70.5"), "adds_up")
    [line] = statement.lines.all()
    assert (line.amount, line.counterparty_name, line.booking_date) == (Decimal("-29.5"), "Müller", date(2026, 10, 2))
    assert statement.may_be_posted


def test_the_same_file_is_known_again_and_says_by_whom_it_was_read(read, company):
    first = read(camt(), user=a_user(company, "clerk", name="anna"))
    again = read(camt())
    assert (again.is_repeated, again.file) == (True, first.file)
    assert "was read before, by anna" in again.text
    assert BankStatementLine.objects.count() == 1


def test_a_statement_that_another_file_brings_again_stays_as_it_is_or_is_refused(read):
    read(camt())
    again = read(camt() + "<!-- downloaded again -->")
    assert (len(again.statements), again.known) == (0, 1)
    with pytest.raises(FileRefused, match=r"Statement S1 is there already with other content, from file\.xml"):
        read(camt(amount="29.49"))
    assert BankFile.objects.count() == 2


MT940 = """:20:R1
:25:NL91ABNA0417164300
:28C:9/1
:60F:C261001EUR{opening}
{lines}
:62F:C261002EUR{closing}
-
"""


def test_the_same_money_in_another_format_is_refused_by_the_name_of_both(read):
    read(camt())
    same = MT940.format(opening="100,", lines=":61:2610021002D29,5NTRF", closing="70,5")
    with pytest.raises(
        FileRefused, match=r"Statement 9/1 holds money of NL91 .* in statement S1 from file\.xml \(camt"
    ):
        read(same)
    with pytest.raises(FileRefused, match="Read each day in one format only"):
        read(MT940.format(opening="90,", lines=":61:2610011001C10,NTRF\n:61:2610021002D29,5NTRF", closing="70,5"))
    assert BankStatement.objects.count() == 1


def test_an_equal_amount_of_the_same_day_in_the_next_statement_is_no_money_read_before(read):
    read(camt())
    after = MT940.format(opening="70,5", lines=":61:2610021002D29,5NTRF", closing="41,")
    assert len(read(after).statements) == 1


def test_a_notification_of_lines_that_a_final_statement_has_says_so(read, visitor):
    read(camt())
    names = {"BkToCstmrStmt": "BkToCstmrDbtCdtNtfctn", "<Stmt>": "<Ntfctn>", "</Stmt>": "</Ntfctn>", "053": "054"}
    told = camt()
    for old, new in names.items():
        told = told.replace(old, new)
    [notification] = read(told).statements
    page = text_of(visitor.get(f"bank-statements/{notification.pk}/"))
    assert "1 of its lines stands in a final statement as well, and counts there only: S1." in page


def test_it_keeps_aside_what_does_not_add_up(read):
    [statement] = read(camt(amount="29.49")).statements
    assert (statement.verdict, statement.difference_amount) == ("differs", Decimal("-0.01"))
    assert not statement.may_be_posted


def test_it_keeps_the_payments_of_a_batch(read):
    payment = "<TxDtls><Amt Ccy='EUR'>{}</Amt><RmtInf><Ustrd>{}</Ustrd></RmtInf></TxDtls>"
    both = payment.format("20", "INV-1") + payment.format("9.50", "INV-2")
    one = ENTRY.format(amount="29.50", name="X")
    start, end = one.index("<TxDtls>"), one.index("</TxDtls>") + len("</TxDtls>")
    [statement] = read(camt(entries=one[:start] + both + one[end:])).statements
    details = BankLineDetail.objects.filter(line__statement=statement).order_by("position")
    assert [(each.amount, each.text) for each in details] == [(-20, "INV-1"), (Decimal("-9.5"), "INV-2")]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"iban": ""}, "NL91 ABNA 0417 1643 00 in EUR is no bank account of"),
        ({"currency_id": "USD"}, "is in EUR, the bank account in USD"),
        ({"is_active": False}, "Bank account BANK (NL91 ABNA 0417 1643 00) is not active"),
    ],
)
def test_it_refuses_an_account_that_is_not_there_or_is_another(read, company, values, reason):
    BankAccount.objects.filter(company=company).update(**values)
    with pytest.raises(FileRefused) as refused:
        read(camt())
    assert reason in str(refused.value)
    assert not BankFile.objects.exists()


def test_a_file_with_a_statement_of_an_account_that_is_not_there_leaves_nothing_of_the_other(read):
    start, end = camt().index("<Stmt>"), camt().index("</Stmt>") + len("</Stmt>")
    other = camt()[start:end].replace("NL91ABNA0417164300", "NL02RABO0123456789").replace("<Id>S1", "<Id>S2")
    with pytest.raises(FileRefused, match="NL02RABO0123456789 in EUR is no bank account of"):
        read(camt()[:end] + other + camt()[end:])
    assert not BankFile.objects.exists()
    assert not BankStatement.objects.exists()


def test_whose_an_account_is_is_told_to_those_who_work_there_only(read, company):
    other = a_company(code="OTHER")
    both = a_user(company, "clerk")
    both.memberships.create(company=other, role="clerk")
    with pytest.raises(FileRefused, match=f"is no bank account of OTHER but of {company.code}"):
        read(camt(), user=both, into=other)
    with pytest.raises(FileRefused, match="Enter it in Setup"):
        read(camt(), into=other)


def test_only_clerks_and_controllers_read(read, company):
    read(camt(), user=a_controller(company))
    with pytest.raises(RoleMissing):
        read(camt(amount="1"), user=a_user(company, "auditor"))


LINE = """INSERT INTO journals_bankstatementline (company_id, statement_id, line_number, booking_date, value_date,
    amount, status, is_reversal, bank_code, detail_count, end_to_end_reference, mandate_reference, servicer_reference,
    creditor_reference, text, counterparty_name, counterparty_account, return_reason)
    SELECT company_id, id, 2, to_date, to_date, 5, 'booked', false, '', 0, '', '', '', '', '', '', '', ''
    FROM journals_bankstatement"""
STATEMENT = """INSERT INTO journals_bankstatement (company_id, file_id, bank_account_id, kind, identity, number,
    currency_id, from_date, to_date, opening_amount, closing_amount, booked_amount, difference_amount, verdict,
    line_count, notices, content_digest) SELECT company_id, file_id, bank_account_id, kind, 'another', '',
    currency_id, from_date, to_date, {}, '[]', '' FROM journals_bankstatement"""


@pytest.mark.parametrize(
    ("statement", "guard"),
    [
        ("UPDATE journals_bankstatementline SET amount = amount + 1", "permission denied"),
        ("DELETE FROM journals_bankstatementline", "permission denied"),
        (LINE, "no line joins it"),
        ("UPDATE journals_bankaccount SET currency_id = 'USD'", "keeps currency"),
        (STATEMENT.format("NULL, NULL, 0, NULL, 'no_balances', 1"), "has other lines than it counts"),
        (STATEMENT.format("1, 2, 0, 1, 'adds_up', 0"), "bank_statement_verdict"),
    ],
)
def test_the_database_refuses_to_change_what_the_bank_said(read, statement, guard):
    read(camt())
    with pytest.raises(DatabaseError, match=guard), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{statement}; SET CONSTRAINTS ALL IMMEDIATE")


def uploaded(*contents: str) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"file{place}.xml", content.encode()) for place, content in enumerate(contents)]


def test_a_clerk_reads_several_files_and_sees_what_came_of_each(visitor, company):
    answer = visitor.post("bank-statements/read/", bank_files=uploaded(camt(), camt(), camt()[:200]))
    page = text_of(answer)
    assert "file0.xml is read: statements 1." in page
    assert "file0.xml was read before" in page
    assert "file2.xml was not read: line" in page
    assert "The file is no well-formed XML" in page
    # She stands before its lines with what they may pay; of files without such a line before the list.
    [statement] = BankStatement.objects.all()
    [line] = statement.lines.all()
    assert "What these lines may pay" in page
    assert f"bank-lines/{line.pk}/" in answer.content.decode()
    explain(company=company, lines=[line.pk], reason="-", explained_by=visitor.user)
    gone = text_of(visitor.client.get(answer.request["PATH_INFO"] + f"?file={statement.file_id}", follow=True))
    assert "No line of these files waits to be matched." in gone
    again = visitor.post("bank-statements/read/", bank_files=uploaded(camt()))
    assert f"bank-statements/{statement.pk}/" in again.content.decode()
    assert "Choose a file." in text_of(visitor.post("bank-statements/read/"))


def test_it_shows_statement_line_and_what_is_odd(visitor, company, read, django_assert_max_num_queries):
    a_bank_statement(company, "5", on=date(2026, 9, 30))
    read(camt(amount="29.49", name="&lt;script&gt;"))
    statement = BankStatement.objects.get(verdict="differs")
    with django_assert_max_num_queries(QUERIES_AT_MOST):
        page = text_of(visitor.get(f"bank-statements/{statement.pk}/"))
    assert "Opening balance and lines do not come to the closing balance." in page
    assert "closes with EUR 105.00, and this one opens with another balance" in page
    line = statement.lines.get()
    answer = visitor.get(f"bank-lines/{line.pk}/")
    assert "EUR −29.49" in text_of(answer)
    assert b"&lt;script&gt;" in answer.content


def test_lines_left_to_be_matched_are_booked_lines_of_statements_that_add_up(visitor, company):
    a_bank_statement(company, "121", "-7")
    a_bank_statement(company, "5", closing="999")
    with_all = text_of(visitor.get("bank-lines/"))
    assert "All 3" in with_all
    left = text_of(visitor.get("bank-lines/?unmatched=on"))
    assert "All 2" in left
    assert "121.00" in left
    assert "A payer" in text_of(visitor.get("bank-lines/?text=payment 2"))


def test_a_statement_that_does_not_add_up_warns_at_the_close_of_its_period(company):
    october = FiscalPeriod.objects.get(company=company, name="2026-10")
    a_bank_statement(company)
    assert left_of("bank-statements", company=company, period=october).count == 0
    a_bank_statement(company, closing="1")
    a_bank_statement(company, closing="1", on=date(2026, 9, 30))
    found = left_of("bank-statements", company=company, period=october)
    check = named("bank-statements")
    assert (found.count, check.is_blocking) == (1, False)
    assert check.query_of(october) == "?off=on&date_from=2026-10-01&date_until=2026-10-31"
    assert [row.amount for row in check.rows(company, october)] == [Decimal(-220)]


def test_the_close_tells_a_missing_statement_and_a_balance_that_the_ledger_has_not(company, visitor):
    october = FiscalPeriod.objects.get(company=company, name="2026-10")
    # Each opens with 100, so the second goes on from the first, and the third does not.
    for amount, day in (("7", 2), ("-7", 3), ("60", 6)):
        a_bank_statement(company, *([amount] if day > 2 else ["7", "-7"]), on=date(2026, 10, day))
    payment = a_payment(untaxed(company), "160", on=date(2026, 10, 3))
    found = all_left(company=company, period=october)
    assert (found["bank-gaps"].count, found["bank-gaps"].amounts) == (1, {"EUR": 7})
    assert (found["bank-balances"].count, found["bank-balances"].amounts) == (1, {"EUR": 160})
    for name, amount in (("bank-gaps", 7), ("bank-balances", 160)):
        check = named(name)
        assert [row.amount for row in check.rows(company, october)] == [amount]
        assert "All 1 " in text_of(visitor.get(f"bank-statements/{check.query_of(october)}"))
    post_payments(company=company, documents=[payment.pk], posted_by=visitor.user, key="pay")
    assert left_of("bank-balances", company=company, period=october).count == 0


def test_the_command_reads_what_it_can_and_names_the_rest(company, tmp_path, capsys):
    good, bad = tmp_path / "good.xml", tmp_path / "bad.xml"
    good.write_text(camt(), encoding="utf-8")
    bad.write_text("hello", encoding="utf-8")
    with pytest.raises(CommandError, match=r"Files that were not read: 1\."):
        call_command("import_bank_statements", good, bad, company=company.code, user=a_clerk(company).username)
    assert "good.xml is read" in capsys.readouterr().out
    assert BankStatement.objects.count() == 1


@pytest.mark.real_data
def test_it_reads_a_month_of_a_real_account(company):
    folder = REAL_DATA / "bank" / "camt" / "Subite-eu__camt-to-coda" / "LT625883379695428516" / "CAMT_053"
    paths = sorted(folder.glob("2024-03-*.xml"))
    first = BankAccount.objects.get(company=company)
    BankAccount.objects.filter(pk=first.pk).update(iban="", account_number="LT625883379695428516")
    account = company.accounts.create(number="1010", name="Second", account_type="asset")
    BankAccount.objects.create(
        company=company,
        code="SECOND",
        name="Second",
        account_number="LT414319056143772570",
        currency=first.currency,
        account=account,
    )
    clerk = a_clerk(company)
    for path in paths:
        taken = take_in(company=company, path=Path(path), file_name=path.name, user=clerk)
        assert {statement.verdict for statement in taken.statements} == {"adds_up"}
    assert BankStatement.objects.count() == 2 * len(paths)
