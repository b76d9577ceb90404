"""Whatever somebody typed stands on paper as it was typed: never evaluated, never hidden, never out of its place."""

import pytest

from arclose.ledger.models import Company
from customers.models import Invoice, SalesOrder
from customers.papers.invoices import papers_of_invoices
from customers.papers.typesetting import pdf_of
from customers.papers.writing import address_lines, line_of
from tests.builders import a_company, a_customer, an_item, an_order
from tests.customers.pages import invoiced
from tests.customers.pdf_reading import assert_stands, invoice_text, text_of, typefaces_of, with_letterhead

pytestmark = pytest.mark.django_db
MARKUP = '#eval("panic()") $x^2$ *bold* _it_ `raw` = head <label> @ref \\ // [] {}'
TURNED, TURNED_BACK = "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{POP DIRECTIONAL FORMATTING}"


@pytest.fixture
def company() -> Company:
    return with_letterhead(a_company(), name=f"Groothandel {MARKUP}"[:120])


def test_markup_stands_as_it_was_typed(company: Company) -> None:
    texts = [MARKUP, '#read("/etc/passwd")', "#include", "<script>alert(1)</script>", "a\\u{0041}"]
    customers = [a_customer(company, name=text, address=f"{text}\n{text}"[:200], language="en") for text in texts]
    orders = [
        an_order(customer, item=an_item(company, name=text), reason=text[:100])
        for customer, text in zip(customers, texts, strict=True)
    ]

    for invoice, text in zip(invoiced(*orders), texts, strict=True):
        shown = invoice_text(invoice).replace(" ", "")
        assert shown.count(text.replace(" ", "")) >= 2, shown


def test_marks_that_turn_text_round_are_left_out(company: Company) -> None:
    customer = a_customer(company, name=f"Bank {TURNED}3456 LN{TURNED_BACK}", language="en")
    [invoice] = invoiced(an_order(customer))

    assert_stands(invoice_text(invoice), "Bank 3456 LN")


def test_a_text_of_another_script_is_kept(company: Company) -> None:
    [invoice] = invoiced(an_order(a_customer(company, name="Ψωμί Βουλγαρία Łódź Софија", language="en")))

    assert_stands(invoice_text(invoice), "Ψωμί Βουλγαρία Łódź Софија")


TYPEFACES = {
    "東京カメラ株式会社": "NotoSansCJKjp",
    "서울특별시 강남구": "NotoSansCJKkr",
    "北京市朝阳区": "NotoSansCJKsc",
    "Bakker & Zn.": "SourceSansPro",
}


def test_chinese_japanese_and_korean_are_printed_in_a_typeface_that_has_them(company: Company) -> None:
    invoices = invoiced(*(an_order(a_customer(company, name=name, language="en")) for name in TYPEFACES))

    for invoice, (name, typeface) in zip(invoices, TYPEFACES.items(), strict=True):
        [paper] = papers_of_invoices(company=company, invoices=Invoice.objects.filter(pk=invoice.pk))
        made = pdf_of(paper)
        assert_stands(text_of(made), name)
        assert typefaces_of(made) == {"SourceSansPro", typeface}, name


def test_ten_thousand_characters_stay_on_their_page(company: Company) -> None:
    fillers = ["x", "word ", "#[", "\n", "\N{COMBINING ACUTE ACCENT}", "\N{ZERO WIDTH JOINER}"]

    for invoice, filler in zip(invoiced(*(filled_with(filler, company) for filler in fillers)), fillers, strict=True):
        text = invoice_text(invoice)
        assert_stands(text, "Total EUR 12.10", "Page 1 of 1")
        assert len(text) < 4_000, filler


def filled_with(filler: str, company: Company) -> SalesOrder:
    """Give an order of which every text is as long as it may be."""
    address = (filler * 10_000)[:10_000]
    customer = a_customer(company, name=(filler * 160)[:160], address=address, language="en")
    item = an_item(company, name=(filler * 160)[:160])
    return an_order(customer, ("1", "10"), item=item, delivery_address=address)


def test_a_line_holds_no_line_break_or_control_character() -> None:
    assert line_of("a\r\nb\tc\0d\N{LINE SEPARATOR}e") == "a b c d e"


def test_a_long_word_may_be_broken() -> None:
    assert line_of("x" * 70).split("\N{ZERO WIDTH SPACE}") == ["x" * 30, "x" * 30, "x" * 10]


def test_an_address_is_cut_to_what_its_place_holds() -> None:
    lines = address_lines("\n".join(["a" * 80] * 50), "NL", home="NL")

    assert len(lines) == 7
    assert all(len(line.replace("\N{ZERO WIDTH SPACE}", "")) == 60 for line in lines)
