"""A voucher is entered by keyboard, in a real browser: what its lines leave is shown while they are typed."""

import pytest
from playwright.sync_api import expect

from journals.models import GeneralVoucher
from tests.browser.conftest import accessibility_faults
from tests.journals.payments import a_general_journal

pytestmark = pytest.mark.browser


def test_a_voucher_is_typed_line_by_line_and_saved(signed_in, company, settings):
    settings.ROOT_URLCONF = "arclose.urls"
    journal = a_general_journal(company)
    signed_in.goto(signed_in.base + f"general-journals/{journal.pk}/enter/")
    signed_in.fill("#id_text", "Accrual")
    signed_in.fill("#id_lines-0-account", "4000")
    signed_in.fill("#id_lines-0-debit", "1,234.56")
    expect(signed_in.locator("[data-totals]")).to_contain_text("Left 1,234.56")
    signed_in.keyboard.press("Enter")
    expect(signed_in.locator("#id_lines-1-account")).to_be_focused()
    signed_in.keyboard.type("2100")
    signed_in.fill("#id_lines-1-credit", "1234.56")
    expect(signed_in.locator("[data-totals]")).to_contain_text("Left 0.00")
    assert accessibility_faults(signed_in) == []
    signed_in.click("button[value=save]")
    expect(signed_in.locator("#messages")).to_contain_text("is entered.")
    assert GeneralVoucher.objects.get().lines.count() == 2
