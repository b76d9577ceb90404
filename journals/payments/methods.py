"""Which method of payment a payment has unless somebody chose one, and by which one a document is to be paid."""

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from customers.models import Customer, Reorganization
from journals.models import FreeTextMethod, Instrument, JournalName, MethodOfPayment, PartMethod

# The invoice that a part of a split transaction comes from, and what the free text invoice of a transaction says of
# itself.
_OF_ORIGIN = Reorganization.objects.filter(posting=OuterRef(OuterRef("posting"))).values("origin__invoice")[:1]
_OWN = FreeTextMethod.objects.filter(document__invoice=Coalesce(OuterRef("invoice"), Subquery(_OF_ORIGIN)))
_OF_PART = PartMethod.objects.filter(transaction=OuterRef("pk"))
# The mandate that a customer transaction is to be collected by; empty where its document names none.
MANDATE_OF_TRANSACTION = Subquery(_OWN.values("mandate"))


def usual_method(*, customer: Customer, name: JournalName) -> MethodOfPayment | None:
    """Give how a customer pays as a rule, else what is usual in journals of a name; None where nobody said."""
    of_customer = MethodOfPayment.objects.filter(
        company=customer.company_id, usual_of__customer=customer, is_active=True, instrument=Instrument.MONEY
    ).first()
    return of_customer or (
        name.method if name.method and name.method.is_active and name.method.instrument == Instrument.MONEY else None
    )


def paid_by(method: MethodOfPayment) -> Q:
    """Give the condition that a customer transaction is to be paid by a method: its own, its document's, or usual."""
    as_a_rule = Q(customer__usual_method__method=method) & ~Exists(_OWN)
    of_document = as_a_rule | Exists(_OWN.filter(method=method))
    return Exists(_OF_PART.filter(method=method)) | (of_document & ~Exists(_OF_PART))


def paid_by_another(method: MethodOfPayment) -> Q:
    """Give the condition that a document of another company, or a part, names a method of another code than this."""
    own, of_part = (rows.exclude(method__code=method.code) for rows in (_OWN.filter(method__isnull=False), _OF_PART))
    return Exists(of_part) | (Exists(own) & ~Exists(_OF_PART))
