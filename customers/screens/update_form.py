"""The choice between the four updates of an order, and how much of each line they take."""

from django.http import HttpRequest

from customers.models.sales_orders import Quantity
from customers.updates import INVOICE, UPDATES, Update


def asked_update(request: HttpRequest) -> tuple[Update, Quantity]:
    """Give the update that a form asks for and how much of each line; an invoice of all where it says nothing else."""
    name, _separator, quantity = request.POST.get("update", "").partition(":")
    update = UPDATES.get(name, INVOICE)
    return update, Quantity(quantity) if quantity in update.quantities else Quantity.ALL


def update_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the updates, each with its quantities, as the groups of a select: values and labels."""
    return [
        (str(update.action), [(value_of(update, taken), _label(update, taken)) for taken in update.quantities])
        for update in UPDATES.values()
    ]


def value_of(update: Update, quantity: Quantity = Quantity.ALL) -> str:
    """Give the value by which a form asks for an update."""
    return f"{update.name}:{quantity}"


def _label(update: Update, quantity: Quantity) -> str:
    return f"{update.documents}: {quantity.label.lower()}" if len(update.quantities) > 1 else str(update.documents)
