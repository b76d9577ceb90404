"""What fees that customers bear post: a voucher of its own beside that of the document they are charged on.

debit    customer balance   the fees   summary account of the customer, open and due on that day
credit   payment fee        each fee   account of the fee
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Concat

from arclose.ledger import posting as ledger
from arclose.ledger.fields import AmountField
from arclose.ledger.models import Posting
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.money import in_books
from arclose.ledger.posting import NO_TAX_ROW, Entries, PostingSet
from customers import subledger
from customers.models.transactions import TransactionType
from customers.subledger import NO_DUE_DATE, NO_NUMBER, Owed
from journals.kinds.journals import series_of

_CONTROL_ACCOUNT = "customer__posting_profile__summary_account"


@dataclass(frozen=True)
class CustomerFees:
    """The fees of one sort of documents: their rows, and how the vouchers beside those of the documents are called.

    ``of`` is by which name a fee has its document, ``day`` the field of that document's date, ``named`` what its
    voucher says behind the number of the customer. ``borne`` are those of the fees that customers bear.
    """

    document_type: str
    rows: Any
    of: str
    day: str
    named: str
    borne: Q = field(default_factory=Q)

    def post(self, posting: Posting, *, decimals: int, is_preview: bool) -> None:
        """Write what the documents of a posting bear, at the rate of their day; most bear nothing."""
        if self._documents(posting).exists():
            ledger.write(posting=posting, contents=self._contents(posting, decimals), is_preview=is_preview)
            subledger.write_transactions(posting=posting, owed=self._owed(posting, decimals))

    def _documents(self, posting: Posting) -> "QuerySet[Any]":
        """Give the documents of a posting of which the customer bears a fee, with what they owe for it."""
        its = self.rows.objects.filter(self.borne, **{self.of: OuterRef("pk")})
        sums = its.order_by().values(self.of).annotate(sum=Sum("amount")).values("sum")
        documents = self.rows._meta.get_field(self.of).related_model.objects
        bearing = documents.filter(Exists(its), posting=posting)
        found: QuerySet[Any] = bearing.annotate(owed=Subquery(sums, output_field=AmountField()))
        return found

    def _contents(self, posting: Posting, decimals: int) -> PostingSet:
        documents = self._documents(posting)
        fees = self.rows.objects.filter(self.borne, **{f"{self.of}__posting": posting})
        text = Concat(F("customer__number"), Value(" "), F(self.named), output_field=CharField())
        owed = ("owed", in_books("owed", decimals=decimals), NO_TAX_ROW)
        credit = (-F("amount"), -in_books("amount", decimals=decimals, units_of=f"{self.of}__"), NO_TAX_ROW)
        return PostingSet(
            document_type=self.document_type,
            vouchers=documents.values_list("pk", self.day, text),
            series=series_of(documents, company=posting.company),
            entries=[
                Entries(PostingType.CUSTOMER_BALANCE, documents.values_list("pk", _CONTROL_ACCOUNT, "currency", *owed)),
                Entries(PostingType.PAYMENT_FEE, fees.values_list(self.of, "account", f"{self.of}__currency", *credit)),
            ],
        )

    def _owed(self, posting: Posting, decimals: int) -> Owed:
        owed = ("owed", in_books("owed", decimals=decimals), NO_NUMBER, NO_DUE_DATE)
        rows = self._documents(posting).values_list("pk", "customer", _CONTROL_ACCOUNT, "currency", *owed)
        return Owed(self.document_type, TransactionType.PAYMENT_FEE, rows)
