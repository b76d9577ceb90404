"""Collection letters as documents: in which words what is overdue is asked for, and what it is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from arclose.ledger.models import Company, Voucher
from arclose.web.amounts import format_amount, format_money, format_plain
from customers.dunning.collection_letters import COLLECTION_LETTERS
from customers.models import CollectionLetter, CollectionLetterCode, CollectionLetterText
from customers.models.dunning import DunningNote
from customers.papers.letterhead import Letterhead, filled, language_of
from customers.papers.paper import Column, Paper, table, total
from customers.papers.pro_forma import as_pro_forma
from customers.papers.writing import account_number, line_of, long_day

_FIRST = gettext_lazy(
    "Perhaps it escaped you: according to our books what is listed below is overdue. We ask you to pay it within a"
    " week. If you paid it in the last days, please disregard this letter."
)
_FURTHER = gettext_lazy(
    "In spite of our earlier letter what is listed below has not been paid. We ask you to pay it within a week."
)
_LAST = gettext_lazy(
    "In spite of our earlier letters what is listed below has not been paid. If we do not receive it within a week, we"
    " shall have it collected, and the costs of that will be charged to you."
)


def papers_of_collection_letters(*, company: Company, notes: "QuerySet[CollectionLetter]") -> list[Paper]:
    """Give the papers of collection letters of a company, in the order of the query, each in its customer's language.

    One that is posted has the number of its voucher, else its own where it has no fee, and names of that day; another
    one is a pro forma, with those of now.
    """
    found = list(
        notes.filter(company=company).select_related(
            "customer", "currency", "posting", "letter_code__sequence", "reinstates"
        )
    )
    letterhead = Letterhead(company, {letter.customer_id for letter in found})
    numbers = numbers_of(company, [*found, *(letter.reinstates for letter in found if letter.reinstates)])
    words = _Words(found)
    papers = []
    for letter in found:
        with override(language_of(letter.customer, company)):
            paper = _paper(letter, numbers, letterhead, words)
        papers.append(paper if letter.posting_id else as_pro_forma(paper, name=f"pro-forma-{letter}"))
    return papers


def numbers_of(company: Company, letters: Sequence[DunningNote]) -> dict[int, str]:
    """Give the number that each letter goes by: that of its voucher, else its own."""
    vouchers = Voucher.objects.filter(
        company=company,
        document_type=COLLECTION_LETTERS.document_type,
        document_id__in=[letter.pk for letter in letters],
    )
    posted = dict(vouchers.values_list("document_id", "number"))
    return {letter.pk: posted.get(letter.pk, str(letter)) for letter in letters}


class _Words:
    """What letters say, by code and language: the company's own texts, else the usual ones, read once."""

    def __init__(self, letters: "list[CollectionLetter]") -> None:
        """Read the texts and the last code of each sequence."""
        codes = {letter.letter_code_id for letter in letters}
        sequences = {letter.letter_code.sequence_id for letter in letters}
        texts = CollectionLetterText.objects.filter(letter_code__in=codes)
        self._own = {
            (code, language): text for code, language, text in texts.values_list("letter_code", "language", "text")
        }
        rows = CollectionLetterCode.objects.filter(sequence__in=sequences).order_by("number")
        self._last = dict(rows.values_list("sequence", "number"))

    def of(self, letter: CollectionLetter, language: str) -> list[str]:
        """Give the paragraphs of a letter."""
        own = self._own.get((letter.letter_code_id, language))
        if own and not letter.reinstates:
            return [line_of(part, most=2000) for part in own.splitlines() if part.strip()]
        if letter.reinstates:
            again = _("The fee of our letter of %(day)s was waived. It is charged again, and we ask you to pay it.")
            return [_("Dear customer,"), again % {"day": long_day(letter.reinstates.note_date)}]
        is_last = letter.code_number == self._last.get(letter.letter_code.sequence_id) and letter.code_number > 1
        usual = _LAST if is_last else (_FIRST if letter.code_number == 1 else _FURTHER)
        return [_("Dear customer,"), str(usual)]


def _paper(letter: CollectionLetter, numbers: Mapping[int, str], letterhead: Letterhead, words: _Words) -> Paper:
    number = numbers[letter.pk]
    at: datetime = letter.posting.posted_at if letter.posting else timezone.now()
    head = letterhead.head(at=at, vat_number=letterhead.vat_number_on(letter.note_date))
    content = head | {
        "title": _("Reminder") if letter.code_number == 1 else _("Collection letter"),
        "number": line_of(number),
        "addressee_label": "",
        "addressee": letterhead.addressee(letter.customer, at),
        "places": [],
        "facts": filled(
            (_("Date"), long_day(letter.note_date)),
            (_("Overdue until"), "" if letter.reinstates else long_day(letter.until_date)),
            (_("Customer number"), line_of(letter.customer.number)),
            (_("Your VAT number"), line_of(letter.customer.vat_number) if letter.tax_code_id else ""),
        ),
        "lead": words.of(letter, head["language"]),
        "table": _lines(letter, numbers),
        "totals": _totals(letter),
        "notes": []
        if letter.tax_code_id or not letter.fee_amount
        else [_("No VAT is charged on fees for paying late.")],
        "payment": _payment(letter, number, letterhead.company),
    }
    return Paper("collection_letter", letter.pk, number, letter.note_date, content)


def _lines(letter: CollectionLetter, numbers: Mapping[int, str]) -> dict[str, Any]:
    if letter.reinstates:
        of_fee = [Column(_("Collection letter"), "left", "fill"), Column(_("Date"), "left"), Column(_("Fee"))]
        day, fee = long_day(letter.reinstates.note_date), format_amount(letter.fee_amount, letter.currency)
        return table(of_fee, [[line_of(numbers[letter.reinstates.pk]), day, fee]])
    columns = [
        Column(_("Document"), "left", "fill"),
        Column(_("Date"), "left"),
        Column(_("Due date"), "left"),
        Column(_("Days late")),
        Column(_("Amount")),
        Column(_("Open")),
    ]
    lines = letter.lines.select_related("transaction").order_by("line_number")
    return table(
        columns,
        [
            [
                line_of(line.transaction.document_number),
                long_day(line.transaction.transaction_date),
                long_day(line.transaction.due_date),
                str(max((letter.until_date - line.transaction.due_date).days, 0) if line.open_amount > 0 else ""),
                format_amount(line.transaction.transaction_currency_amount, letter.currency),
                format_amount(line.open_amount, letter.currency),
            ]
            for line in lines
        ],
    )


def _totals(letter: CollectionLetter) -> list[dict[str, str]]:
    currency = letter.currency
    totals = []
    if letter.overdue_amount:
        totals.append(total(_("Overdue"), format_amount(letter.overdue_amount, currency), style="sum"))
    if letter.fee_amount:
        totals.append(total(_("Fee"), format_amount(letter.fee_amount, currency)))
    if letter.tax_code_id:
        label = _("VAT %(percent)s%%") % {"percent": format_plain(letter.tax_percent)}
        totals.append(total(label, format_amount(letter.tax_amount, currency)))
    return [*totals, total(_("To be paid"), format_money(_total(letter), currency), style="grand")]


def _total(letter: CollectionLetter) -> Decimal:
    total_amount: Decimal = letter.overdue_amount + COLLECTION_LETTERS.total_of(letter)
    return total_amount


def _payment(letter: CollectionLetter, number: str, company: Company) -> list[str]:
    facts = {
        "amount": format_money(_total(letter), letter.currency),
        "number": line_of(number),
        "iban": account_number(company.iban),
    }
    if company.iban:
        return [_("Please pay %(amount)s to %(iban)s, quoting %(number)s.") % facts]
    return [_("Please pay %(amount)s, quoting %(number)s.") % facts]
