"""How VAT numbers are written, and what Setup takes."""

import pytest
from django.core.exceptions import ValidationError

from customers.vat_numbers import as_written, has_the_shape
from tests import builders


@pytest.mark.parametrize("typed", ["NL 8519.26.745.B01", "el094259216", "BE 0123-456.749", "ATU65033803", "XIGD123"])
def test_it_takes_numbers_as_people_type_them(typed):
    assert has_the_shape(as_written(typed))


@pytest.mark.parametrize("typed", ["nonsense", "NL123", "GR094259216", "IT0074311015", "CHE123456789", "DE12345678９"])
def test_it_refuses_what_no_member_state_writes(typed):
    assert not has_the_shape(as_written(typed))


def test_a_customer_in_a_member_state_has_such_a_number(db):
    customer = builders.a_customer(builders.a_company(), country="IT", vat_number="nonsense")
    with pytest.raises(ValidationError, match="“NONSENSE” is not written like a VAT number of a member state"):
        customer.full_clean()
    customer.vat_number = "it 00743110157"
    customer.full_clean()
    assert customer.vat_number == "IT00743110157"


def test_a_customer_elsewhere_has_any(db):
    builders.a_customer(builders.a_company(), country="CH", vat_number="CHE-123.456.789 MWST").full_clean()
