"""What customers are charged beside their bills, by their method of payment: when one is drawn, or remitted."""

from collections import defaultdict
from collections.abc import Sequence

from journals.kinds.customer_fees import CustomerFees
from journals.models import BillFee, BillStep, MethodFee, StepType
from journals.models.payment_fees import ChargedTo

BILL_FEE = "bill_fee"
BILL_FEES = CustomerFees(BILL_FEE, BillFee, of="step", day="step_date", named="bill__number")
CHARGED = (StepType.DRAW, StepType.REMIT)


def write_fees(steps: Sequence[BillStep]) -> int:
    """Work the fees of lines that were entered just now out, by the methods of their bills; give how many there are.

    A draw bears those without a remittance type, a remittance those of its own.
    """
    bearing = [(step, _method_of(step)) for step in steps if step.step_type in CHARGED]
    rules: dict[tuple[int, str], list[MethodFee]] = defaultdict(list)
    methods = {method for _step, method in bearing}
    for rule in MethodFee.objects.filter(method__in=methods, charged_to=ChargedTo.CUSTOMER).order_by("pk"):
        rules[rule.method_id, rule.remittance_type].append(rule)
    made = [
        BillFee(company_id=step.company_id, step=step, name=rule.name, account_id=rule.account_id, amount=amount)
        for step, method in bearing
        for rule in rules[method, step.remittance_type]
        if (amount := rule.comes_to(step.amount, step.bill.currency if step.bill else step.currency)) > 0
    ]
    return len(BillFee.objects.bulk_create(made))


def _method_of(step: BillStep) -> int:
    method = step.bill.method_id if step.bill else step.method_id
    assert method is not None, "a draw names its method"
    return method
