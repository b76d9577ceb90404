"""How a run of free text invoices is posted: of the parameters of updates those that mean something to it."""

from dataclasses import replace

from customers.models.update_defaults import Printing
from customers.update_parameters import USUAL, UpdateParameters


def concerned(parameters: UpdateParameters) -> UpdateParameters:
    """Give the parameters without those that mean nothing to free text invoices, so that equal requests are equal."""
    return replace(
        USUAL,
        credit_check=parameters.credit_check,
        posting=parameters.posting,
        printing=Printing(parameters.printing),
        emailing=parameters.emailing,
    )
