"""Which method of payment a payment has unless somebody chose one."""

from customers.models import Customer
from journals.models import JournalName, MethodOfPayment


def usual_method(*, customer: Customer, name: JournalName) -> MethodOfPayment | None:
    """Give how a customer pays as a rule, else what is usual in journals of a name; None where nobody said."""
    of_customer = MethodOfPayment.objects.filter(
        company=customer.company_id, usual_of__customer=customer, is_active=True
    ).first()
    return of_customer or (name.method if name.method and name.method.is_active else None)
