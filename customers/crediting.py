"""Take invoices back: by a returned order for all or part of what is left of one, and never more than is left."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, Sum, Value
from django.utils.translation import gettext as _

from arclose.ledger.fields import AmountField
from arclose.ledger.models import Company
from arclose.ledger.outcomes import Refusal
from customers import sql
from customers.documents import orders_of
from customers.models import ChargeCode, Invoice, InvoiceLine, SalesOrder
from customers.models.invoices import InvoiceOrigin, InvoiceType
from customers.models.sales_orders import UNFINISHED, OrderType
from customers.orders import AskedCharge, OrderHead, OrderLine, as_text, create_order
from customers.refusals import refusal
from customers.supplies import Supplies


class CreditedAlready(Exception):
    """Credit notes have taken the whole invoice back."""

    def __init__(self, invoice: Invoice, credit_note: Invoice) -> None:
        """Carry the invoice and its last credit note."""
        super().__init__(
            _("Invoice %(invoice)s is credited already, by %(credit_note)s.")
            % {"invoice": invoice.number, "credit_note": credit_note.number}
        )
        self.invoice, self.credit_note = invoice, credit_note


class NotAnInvoice(Exception):
    """A credit note is not credited: make a new order instead."""

    def __init__(self, invoice: Invoice) -> None:
        """Carry the document."""
        super().__init__(_("%(number)s is a credit note itself.") % {"number": invoice.number})
        self.invoice = invoice


class MadeOfNoOrder(Exception):
    """An invoice that was made of no order is not credited by a returned order."""

    def __init__(self, invoice: Invoice) -> None:
        """Carry the invoice."""
        super().__init__(
            _("Invoice %(number)s was made of no order, so no returned order credits it.") % {"number": invoice.number}
        )
        self.invoice = invoice


class CreditedBeforeInvoice(Exception):
    """A credit note cannot be dated before the invoice it credits."""

    def __init__(self, invoice: Invoice) -> None:
        """Carry the invoice."""
        super().__init__(
            _("The credit note cannot be dated before invoice %(number)s, which is of %(date)s.")
            % {"number": invoice.number, "date": invoice.invoice_date}
        )
        self.invoice = invoice


class CreditWaiting(Exception):
    """A returned order of the invoice is waiting already: nothing was made."""

    def __init__(self, invoice: Invoice, order: SalesOrder) -> None:
        """Carry the invoice and the order that waits."""
        super().__init__(
            _(
                "Returned order %(order)s takes invoice %(invoice)s back and is waiting already. Post, change or"
                " cancel it first."
            )
            % {"order": order.number, "invoice": invoice.number}
        )
        self.invoice, self.order = invoice, order


class BeyondInvoice(Exception):
    """More of some lines or charges is asked than is left of them, or nothing of any: nothing was made."""

    def __init__(self, lines: Mapping[int, str], charges: Mapping[int, str] = {}) -> None:
        """Carry the reasons by number of the invoice's line and by charge code; none where nothing is asked at all."""
        reasons = [*lines.values(), *charges.values()]
        super().__init__(" ".join(reasons) or _("Say how much of at least one line is credited."))
        self.lines, self.charges = dict(lines), dict(charges)


# --- by a returned order ----------------------------------------------------------------------------------------------


def credit_invoice(
    *,
    invoice: Invoice,
    invoice_date: date,
    reason: str,
    quantities: Mapping[int, Decimal] | None = None,
    charges: Mapping[int, Decimal] | None = None,
) -> SalesOrder:
    """Make the returned order that takes back so much of each line of an invoice, or all that is left of it.

    ``quantities`` are by number of the invoice's line, ``charges`` by id of the charge code, with the signs they have
    there. Where charges are not said, who credits all that is left credits those that are left too. Charges alone stand
    on a line of nothing. The same request gives the same order.

    :raises NotAnInvoice: the document is a credit note.
    :raises MadeOfNoOrder: the invoice is a free text invoice.
    :raises CreditedAlready: credit notes have taken back all of it.
    :raises CreditedBeforeInvoice: the day is before the invoice.
    :raises CreditWaiting: another returned order of the invoice waits to be posted.
    :raises BeyondInvoice: more is asked of a line or a charge than is left of it, or nothing at all.
    """
    _refuse_credit(invoice, invoice_date)
    left = lines_left(invoice)
    includes_tax = orders_of(invoice).filter(prices_include_tax=True).exists()
    there = charges_left(invoice, includes_tax=includes_tax)
    asked = _asked(left, quantities, _charges_beyond(there, charges or {}), has_charges=any((charges or {}).values()))
    credited = [(line, quantity) for line, quantity in asked if quantity] or asked[:1]
    lines = [_opposite(line, quantity, includes_tax=includes_tax) for line, quantity in credited]
    taken = _charges_asked(there, charges) if charges is not None else there if asked == left else []
    made_before = invoice.credit_orders.count()
    waiting = invoice.credit_orders.filter(company=invoice.company_id, status__in=UNFINISHED).first()
    if waiting:
        if _asks_the_same(waiting, invoice_date, reason, lines, taken):
            return waiting
        raise CreditWaiting(invoice, waiting)
    number = f"RO-{invoice.number}" + (f"-{made_before + 1}" if made_before else "")
    return create_order(
        company=invoice.company,
        head=_head_of_credit(invoice, number[:30], invoice_date, reason),
        lines=lines,
        charges=taken,
        key=f"{_key(invoice.pk)} {made_before}",
    )


def _key(invoice_id: int | None) -> str:
    return f"credit {invoice_id}"


def _asks_the_same(
    order: SalesOrder, invoice_date: date, reason: str, lines: Sequence[OrderLine], charges: Sequence[AskedCharge]
) -> bool:
    """Tell whether an order was made here, for the same day, reason, lines and charges, and was not changed since."""
    request = getattr(order, "request", None)
    if request is None or not request.key.startswith(f"{_key(order.credited_invoice_id)} "):
        return False
    names = ("item_id", "quantity", "unit_price", "line_discount_percent")
    standing = list(order.lines.order_by("line_number").values_list(*names))
    asked = [(line.item.pk, line.quantity, line.unit_price, line.line_discount_percent) for line in lines]
    charged = list(order.charges.order_by("pk").values_list("charge_code_id", "value"))
    asks = (invoice_date, reason, asked, [(charge.charge_code.pk, charge.value) for charge in charges])
    return (order.invoice_date, order.reason, standing, charged) == asks


def _refuse_credit(invoice: Invoice, invoice_date: date) -> None:
    if invoice.invoice_type != InvoiceType.INVOICE:
        raise NotAnInvoice(invoice)
    if invoice.origin != InvoiceOrigin.SALES_ORDER:
        raise MadeOfNoOrder(invoice)
    if _is_credited(invoice):
        raise CreditedAlready(invoice, invoice.credit_notes.order_by("-pk")[0])
    if invoice_date < invoice.invoice_date:
        raise CreditedBeforeInvoice(invoice)


def _is_credited(invoice: Invoice) -> bool:
    """Tell whether credit notes that stand have taken back all of it; of an invoice of nothing, whether one stands.

    What it deducts of prepayments makes what it sold no less.
    """
    sold = _sold(Q(invoice=invoice))
    if not sold:
        return invoice.credit_notes.filter(credit_notes=None).exists()
    return abs(_sold(Q(invoice__in=Invoice.objects.filter(_takes_back(invoice))))) >= abs(sold)


def _sold(of_documents: Q) -> Decimal:
    """Give what documents come to with tax before prepayments are deducted."""
    lines = InvoiceLine.objects.filter(of_documents, prepayment=None)
    total: Decimal | None = lines.aggregate(total=Sum(F("net_amount") + F("tax_amount")))["total"]
    return total or Decimal(0)


def _takes_back(invoice: Invoice) -> Q:
    """Give what credits an invoice, and what undid one of those."""
    undone = Invoice.objects.filter(Q(pk=invoice.pk) | Q(credited_invoice=invoice))
    return Q(credited_invoice__in=undone)


def _head_of_credit(invoice: Invoice, number: str, invoice_date: date, reason: str) -> OrderHead:
    """Give the head of a returned order; the orders of one invoice have tax group and total discount in common."""
    orders = list(orders_of(invoice).select_related("tax_group").order_by("pk"))
    return OrderHead(
        number=number,
        prices_include_tax=orders[0].prices_include_tax,
        order_type=OrderType.RETURNED,
        customer=invoice.customer,
        order_date=invoice_date,
        invoice_date=invoice_date,
        currency=invoice.currency,
        payment_terms=invoice.payment_terms,
        tax_group=orders[0].tax_group,
        delivery_country=invoice.delivery_country,
        delivery_address=Supplies([invoice]).address(invoice),
        total_discount_percent=orders[0].total_discount_percent,
        credited_invoice=invoice,
        reason=reason,
    )


def lines_left(invoice: Invoice) -> list[tuple[InvoiceLine, Decimal]]:
    """Give what is left to credit of each line of an invoice; all of them where only prices were corrected."""
    lines = list(invoice.lines.filter(item__isnull=False).select_related("item", "order_line").order_by("line_number"))
    left = _quantities_left(invoice, lines)
    return left if any(quantity for _line, quantity in left) else [(line, line.quantity) for line in lines]


def charges_left(invoice: Invoice, *, includes_tax: bool = False) -> list[AskedCharge]:
    """Give what takes the charges of an invoice back, as fixed amounts, less what credit notes took before."""
    lines = InvoiceLine.objects.filter(order_charge__isnull=False).order_by()
    code = "order_charge__charge_code"
    amount = F("net_amount") + (F("tax_amount") if includes_tax else Value(Decimal(0)))
    total = Sum(amount, output_field=AmountField())
    charged = dict(lines.filter(invoice=invoice).values_list(code).annotate(total=total))
    taken_back = lines.filter(invoice__in=Invoice.objects.filter(_takes_back(invoice)).values("pk"))
    taken = dict(taken_back.values_list(code).annotate(total=total))
    codes = ChargeCode.objects.in_bulk(charged)
    left = {pk: amount + taken.get(pk, Decimal(0)) for pk, amount in sorted(charged.items())}
    return [AskedCharge(codes[pk], -amount) for pk, amount in left.items() if amount]


def _charges_beyond(left: Sequence[AskedCharge], asked: Mapping[int, Decimal]) -> dict[int, str]:
    """Give, by charge code, why an amount asked is not credited; ``left`` has the opposite signs."""
    there = {charge.charge_code.pk: -charge.value for charge in left}
    both = {pk: (amount, there.get(pk, Decimal(0))) for pk, amount in asked.items()}  # others may have credited it
    beyond = {pk: (amount, rest) for pk, (amount, rest) in both.items() if abs(amount) > abs(rest) or amount * rest < 0}
    codes = ChargeCode.objects.in_bulk(beyond)
    return {
        pk: _("%(charge)s: %(asked)s is asked, %(left)s is left to credit.")
        % {"charge": codes[pk].name, "asked": as_text(amount), "left": as_text(rest)}
        for pk, (amount, rest) in beyond.items()
    }


def _charges_asked(left: Sequence[AskedCharge], asked: Mapping[int, Decimal]) -> list[AskedCharge]:
    amounts = [(charge.charge_code, asked.get(charge.charge_code.pk)) for charge in left]
    return [AskedCharge(code, -amount) for code, amount in amounts if amount]


def _asked(
    left: Sequence[tuple[InvoiceLine, Decimal]],
    quantities: Mapping[int, Decimal] | None,
    charges_beyond: Mapping[int, str],
    *,
    has_charges: bool,
) -> list[tuple[InvoiceLine, Decimal]]:
    """Give how much of each line is asked: all that is left where none is said.

    :raises BeyondInvoice: more is asked than is left, or neither a line nor a charge.
    """
    if quantities is None:
        if charges_beyond:
            raise BeyondInvoice({}, charges_beyond)
        return list(left)
    asked = [(line, quantities.get(line.line_number, Decimal(0)), there) for line, there in left]
    beyond = {
        line.line_number: _("Line %(line)s: %(asked)s is asked, %(left)s is left to credit.")
        % {"line": line.line_number, "asked": as_text(quantity), "left": as_text(there)}
        for line, quantity, there in asked
        if abs(quantity) > abs(there) or quantity * there < 0
    }
    if beyond or charges_beyond or not (has_charges or any(quantity for _line, quantity, _left in asked)):
        raise BeyondInvoice(beyond, charges_beyond)
    return [(line, quantity) for line, quantity, _left in asked]


def _quantities_left(invoice: Invoice, lines: Sequence[InvoiceLine]) -> list[tuple[InvoiceLine, Decimal]]:
    """Take what was credited of each item off the lines of the item, the first one first."""
    taken_back = Invoice.objects.filter(_takes_back(invoice)).values("pk")
    credited = InvoiceLine.objects.filter(invoice__in=taken_back, item__isnull=False).values_list("item")
    taken = {item: -(total or 0) for item, total in credited.annotate(Sum("quantity")).order_by()}
    left = []
    for line in lines:
        part = min(max(taken.get(line.item_id, Decimal(0)), Decimal(0)), max(line.quantity, Decimal(0)))
        taken[line.item_id] = taken.get(line.item_id, Decimal(0)) - part
        left.append((line, line.quantity - part))
    return left


def _opposite(line: InvoiceLine, quantity: Decimal, *, includes_tax: bool) -> OrderLine:
    """Give the line that takes it back; an invoice says prices net of tax, so one that includes it is the order's."""
    assert line.item is not None  # as every line of an order has
    price = line.order_line.unit_price if includes_tax and line.order_line else line.unit_price
    return OrderLine(line.item, -quantity, price, line.line_discount_percent, line.description)


# --- never more than is left ------------------------------------------------------------------------------------------


@dataclass
class _Undone:
    """A document and what others have taken back of it so far: in total with tax, and net per item."""

    number: str
    unit: Decimal
    total: Decimal = Decimal(0)
    taken: Decimal = Decimal(0)
    lines: int = 0
    items: dict[int, tuple[Decimal, Decimal]] = field(default_factory=dict)
    taken_of: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def is_beyond(self, rows: Sequence[sql.ToTakeBack]) -> bool:
        """Tell whether an order takes more than is left: in total, of an item's amount, or more of it than there was.

        Each line may have been rounded up by one unit of the currency.
        """
        slack = self.unit * (self.lines + sum(row.lines for row in rows))
        if _is_more(self.taken + sum(row.total for row in rows), self.total, slack):
            return True
        known = [(row, *self.items[row.item_id]) for row in rows if row.item_id in self.items]
        return any(
            _is_more(row.quantity, quantity, Decimal(0)) or _is_more(self.taken_of[row.item_id] + row.net, net, slack)
            for row, quantity, net in known
        )

    def take(self, rows: Sequence[sql.ToTakeBack]) -> None:
        """Count an order that will be posted."""
        for row in rows:
            self.taken += row.total
            self.lines += row.lines
            self.taken_of[row.item_id] += row.net


def _is_more(taken: Decimal, there_was: Decimal, slack: Decimal) -> bool:
    """Tell whether something of the opposite sign is larger."""
    return abs(taken) > abs(there_was) + slack and taken * there_was <= 0


def orders_beyond_invoice(*, company: Company, orders: Sequence[int]) -> list[Refusal]:
    """Refuse, in order of date, each order that takes back more than is left of the document it names.

    The caller has locked the orders and those of the documents they name.
    """
    asked: dict[tuple[int, int], list[sql.ToTakeBack]] = defaultdict(list)
    for row in sql.to_take_back(company_id=company.pk, orders=orders):
        asked[row.order_id, row.document_id].append(row)
    undone = _undone(company, {document_id for _order_id, document_id in asked})
    refused = []
    for (order_id, document_id), rows in asked.items():
        document = undone[document_id]
        if document.is_beyond(rows):
            refused.append(refusal(order_id, "credited_beyond", document.number))
        else:
            document.take(rows)
    return refused


def _undone(company: Company, documents: set[int]) -> dict[int, _Undone]:
    found: dict[int, _Undone] = {}
    for row in sql.taken_back(company_id=company.pk, documents=sorted(documents)) if documents else []:
        document = found.setdefault(row.document_id, _Undone(row.number, Decimal(1).scaleb(-row.decimals)))
        if row.is_own:
            document.total += row.total
            document.items[row.item_id] = (row.quantity, row.net)
        else:
            document.taken += row.total
            document.lines += row.lines
            document.taken_of[row.item_id] += row.net
    return found
