"""What is typed about free text invoices: head and lines."""

from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from arclose.ledger.countries import CountryFormField
from arclose.ledger.models import Company, Currency, LedgerAccount
from arclose.ledger.money import EXACT, round_amount
from arclose.web.forms import DatedForm, DayField
from customers.free_text.distributions import Share, as_typed, shares_typed
from customers.free_text.drafts import (
    DAYS_FROM_SUPPLY_TO_INVOICE,
    LARGEST_AMOUNT,
    FreeTextEntry,
    FreeTextHead,
)
from customers.free_text.line_types import usual_type
from customers.free_text.paying import paying
from customers.imports.fields import USUAL_ITEM_TAX_GROUP
from customers.models import (
    AccountTaxDefault,
    FreeTextDistribution,
    FreeTextInvoice,
    FreeTextLine,
    ItemTaxGroup,
    PaymentTerms,
    PostingProfile,
    TaxGroup,
)
from customers.models.items import ItemType
from customers.models.sales_tax import ListCode
from customers.screens.fields import LARGEST_NUMBER, CodedRowField, TaxInPricesField, own_choice, signed_field
from customers.screens.forms import EMPTY_LINES, LINES_AT_MOST, customers_to_sell_to, has_tax_in_prices

PRICE_STEP = Decimal("0.000001")
_SELECT = {"class": "form-select"}
_TEXT = {"class": "form-control", "autocomplete": "off"}
_SMALL = {"class": "form-control form-control-sm", "autocomplete": "off"}
LONGEST_DISTRIBUTION = 500


def _code_and_name(row: Any) -> str:
    return f"{row.code} · {row.name}"


class DistributionField(forms.Field):
    """The shares of several ledger accounts, or the code of a distribution template; the value is a list of shares."""

    def __init__(self, *, look: dict[str, str] = _TEXT, **kwargs: Any) -> None:
        """Offer the templates."""
        self.company: Company | None = None
        attrs = {**look, "list": "distributions", "placeholder": "8100 60%; 8000 40%", "maxlength": "500"}
        super().__init__(required=False, widget=forms.TextInput(attrs), **kwargs)

    def to_python(self, value: Any) -> list[Share] | None:
        """Give the shares, or None where nothing was typed."""
        typed = str(value or "").replace("\x00", "").strip()[:LONGEST_DISTRIBUTION]
        return shares_typed(typed, company=self.company) if typed and self.company else None


class FreeTextForm(DatedForm):
    """The head of a free text invoice; what is left empty is as the customer has it."""

    customer = CodedRowField(
        by="number", list_id="customers", label=_("Customer"), help_text=_("Number; the list suggests as you type.")
    )
    invoice_account = CodedRowField(
        by="number",
        list_id="customers",
        required=False,
        label=_("Invoice account"),
        help_text=_("Empty: the customer's own."),
    )
    invoice_date = DayField(label=_("Invoice date"))
    supply_date = DayField(
        label=_("Date of supply"),
        required=False,
        help_text=_("The day goods were delivered or a service was performed; empty: the invoice date."),
    )
    release_date = DayField(
        label=_("Release date"), required=False, help_text=_("It cannot be posted before that day.")
    )
    currency = own_choice(_("Currency"), own=_("The customer's"))
    payment_terms = own_choice(_("Payment terms"), own=_("The customer's"))
    tax_group = own_choice(_("Tax group"), own=_("The customer's"))
    delivery_country = CountryFormField(
        label=_("Delivery country"),
        required=False,
        help_text=_("Two letters; empty: the customer's."),
        widget=forms.TextInput({**_TEXT, "maxlength": "2"}),
    )
    prices_include_tax = TaxInPricesField(help_text=_("The tax is taken out of prices and amounts, not added to them."))
    posting_profile = own_choice(_("Posting profile"), own=_("The invoice account's"))
    list_code = forms.ChoiceField(
        label=_("EC sales list"), choices=ListCode.choices, required=False, widget=forms.Select(_SELECT)
    )
    distribution = DistributionField(
        label=_("Distribution of all lines"),
        help_text=_(
            "By percentages, or the code of a template: of every line that has no account or distribution of its own."
        ),
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200, widget=forms.TextInput(_TEXT))
    before_ways_to_pay = (
        "customer", "invoice_account", "invoice_date", "supply_date", "release_date", "currency", "payment_terms",
    )  # fmt: skip

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        """Offer the rows of the company."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        ways = paying().fields(company)
        fields |= ways
        fields["currency"].queryset = Currency.objects.order_by("code")
        fields["payment_terms"].queryset = PaymentTerms.objects.filter(company=company).order_by("net_days")
        fields["tax_group"].queryset = TaxGroup.objects.filter(company=company).order_by("code")
        fields["posting_profile"].queryset = PostingProfile.objects.filter(company=company).order_by("code")
        fields["posting_profile"].label_from_instance = _code_and_name
        fields["distribution"].company = company
        fields["payment_terms"].label_from_instance = _code_and_name
        fields["tax_group"].label_from_instance = _code_and_name
        fields["customer"].rows = customers_to_sell_to(company).select_related("invoice_account")
        fields["invoice_account"].rows = customers_to_sell_to(company)
        self.order_fields([*self.before_ways_to_pay, *ways])

    def head(self) -> FreeTextHead:
        """Give what was typed, filled in from the customer."""
        typed = self.cleaned_data
        customer = typed["customer"]
        return FreeTextHead(
            customer=customer,
            invoice_account=typed["invoice_account"] or customer.invoice_account or customer,
            invoice_date=typed["invoice_date"],
            supply_date=typed["supply_date"],
            release_date=typed["release_date"],
            currency=typed["currency"] or customer.currency,
            payment_terms=typed["payment_terms"] or customer.payment_terms,
            tax_group=typed["tax_group"] or customer.tax_group,
            delivery_country=typed["delivery_country"] or customer.country,
            reason=typed["reason"],
            prices_include_tax=has_tax_in_prices(typed["prices_include_tax"], customer),
            posting_profile=typed["posting_profile"],
            list_code=typed["list_code"],
            paid_by=paying().chosen(typed),
        )

    def clean(self) -> dict[str, Any]:
        """Ask whether it can be paid so, and whether the year of the supply can be right."""
        typed: dict[str, Any] = super().clean() or {}
        invoiced, supplied = typed.get("invoice_date"), typed.get("supply_date")
        if invoiced and supplied and (invoiced - supplied).days > DAYS_FROM_SUPPLY_TO_INVOICE:
            self.add_error("supply_date", _("The supply lies more than a year before the invoice: look at its year."))
        if not self.errors:
            for name, why in paying().refused(typed).items():
                self.add_error(name, why)
        return typed

    def clean_distribution(self) -> list[Share] | None:
        """Give the shares of all lines.

        :raises ValidationError: they are amounts, which lines of other amounts cannot have.
        """
        shares: list[Share] | None = self.cleaned_data["distribution"]
        if shares and any(share.percent is None for share in shares):
            raise ValidationError(_("All lines are distributed by percentages; amounts stand at the line."), "amounts")
        return shares


class FreeTextLineForm(forms.Form):
    """One line of a free text invoice; a line without anything typed does not count."""

    description = forms.CharField(label=_("Description"), max_length=200, widget=forms.TextInput(_SMALL))
    account = CodedRowField(by="number", list_id="accounts", small=True, required=False, label=_("Ledger account"))
    item_type = forms.ChoiceField(
        label=_("Type"),
        choices=[("", _("As taxed")), *((value, capfirst(label)) for value, label in ItemType.choices)],
        required=False,
        widget=forms.Select({"class": "form-select form-select-sm"}),
    )
    item_tax_group = CodedRowField(
        by="code", list_id="item-tax-groups", small=True, required=False, label=_("Item tax group")
    )
    quantity = signed_field(decimals=4, required=False, label=_("Quantity"))
    unit_price = signed_field(decimals=6, shown_decimals=2, required=False, label=_("Price"))
    amount = signed_field(decimals=4, shown_decimals=2, below=LARGEST_AMOUNT, required=False, label=_("Amount"))
    distribution = DistributionField(look=_SMALL, label=_("Distribution"))

    def __init__(
        self, *args: Any, company: Company, type_of: Callable[[ItemTaxGroup], ItemType] = usual_type, **kwargs: Any
    ) -> None:
        """Take the company whose accounts may be used, and what says of which type a line of a group is."""
        super().__init__(*args, **kwargs)
        self.company, self.type_of = company, type_of
        self.usual_shares: list[Share] = []
        fields: dict[str, Any] = self.fields
        fields["account"].rows = LedgerAccount.objects.filter(company=company)
        fields["item_tax_group"].rows = ItemTaxGroup.objects.filter(company=company)
        fields["distribution"].company = company
        for field in fields.values():
            field.widget.attrs["aria-label"] = field.label

    def has_changed(self) -> bool:
        """Tell whether anything is typed but the type."""
        return bool(set(self.changed_data) - {"item_type"})

    def clean(self) -> dict[str, Any]:
        """Take account, tax group and type from what is there where none is typed.

        :raises ValidationError: there is no account, it is a control account, or there is no item tax group to take.
        """
        typed: dict[str, Any] = super().clean() or {}
        if not typed.get("account") and not {"account", "distribution"} & set(self.errors):
            typed["distribution"] = typed.get("distribution") or self.usual_shares
        self._take_quantity_and_price(typed)
        if not typed.get("account") and not {"account", "distribution"} & set(self.errors):
            self._take_account(typed)
        account = typed.get("account")
        if account is not None and account.is_control_account:
            text = _("Account %(account)s is a control account: choose one that no subledger keeps.")
            self.add_error("account", ValidationError(text, "control_account", {"account": account.number}))
        if not typed.get("item_tax_group") and "item_tax_group" not in self.errors:
            typed["item_tax_group"] = self._usual_tax_group(account)
            if typed["item_tax_group"] is None:
                self.add_error("item_tax_group", ValidationError(_("Enter an item tax group."), "required"))
        if typed.get("item_tax_group") and not typed.get("item_type"):
            typed["item_type"] = self.type_of(typed["item_tax_group"])
        return typed

    def _take_quantity_and_price(self, typed: dict[str, Any]) -> None:
        """Take one piece, and the price that makes the amount, where an amount is typed; else both have to be."""
        missing = [name for name in ("quantity", "unit_price") if typed.get(name) is None and name not in self.errors]
        amount = typed.get("amount")
        if amount is None:
            for name in missing:
                self.add_error(name, ValidationError(self.fields[name].error_messages["required"], "required"))
            return
        if "quantity" in missing:
            typed["quantity"] = Decimal(1)
        if "unit_price" in missing and typed.get("quantity") is not None:
            self._take_price(typed, amount, typed["quantity"])

    def _take_price(self, typed: dict[str, Any], amount: Decimal, quantity: Decimal) -> None:
        with localcontext(EXACT):
            price = (amount / quantity).quantize(PRICE_STEP) if quantity else Decimal(0)
        if abs(price) < LARGEST_NUMBER:
            typed["unit_price"] = price
        else:
            text = _("The price that makes this amount is too large: enter another quantity, or a price.")
            self.add_error("unit_price", ValidationError(text, "out_of_limits"))

    def _take_account(self, typed: dict[str, Any]) -> None:
        shares = typed.get("distribution")
        if shares:
            typed["account"] = shares[0].account
        else:
            self.add_error("account", ValidationError(_("Enter a ledger account, or a distribution."), "required"))

    def _usual_tax_group(self, account: LedgerAccount | None) -> ItemTaxGroup | None:
        """Give the item tax group of the account, else the company's for services, else its first."""
        own = AccountTaxDefault.objects.filter(company=self.company, account=account).select_related("item_tax_group")
        default = own.first() if account else None
        groups = ItemTaxGroup.objects.filter(company=self.company).order_by("code")
        return default.item_tax_group if default else groups.filter(code=USUAL_ITEM_TAX_GROUP).first() or groups.first()

    def line(self) -> FreeTextEntry:
        """Give what was typed."""
        typed = {name: self.cleaned_data[name] for name in self.fields}
        return FreeTextEntry(shares=typed.pop("distribution") or [], **typed)


class _Lines(forms.BaseFormSet):
    """The lines of a free text invoice: at least one. The type of lines of a group is asked for once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what a set of forms takes."""
        super().__init__(*args, **kwargs)
        self.form_kwargs = {**self.form_kwargs, "type_of": cache(usual_type)}

    def initial_form_count(self) -> int:
        """Take every posted line for a new one, so that one that is emptied is left out."""
        return 0 if self.is_bound else super().initial_form_count()

    def clean(self) -> None:
        """Ask for a line.

        :raises ValidationError: there is none.
        """
        if not self.typed_forms():
            raise ValidationError(_("A free text invoice needs at least one line."), code="no_lines")

    def distribute(self, shares: Sequence[Share]) -> None:
        """Distribute every line without account or distribution; to be called before the lines are looked at."""
        for form in self.forms:
            form.usual_shares = list(shares)

    def typed_forms(self) -> list[Any]:
        """Give the forms of the lines that were typed, in order."""
        return [form for form in self.forms if form.has_changed()]

    def lines(self) -> list[FreeTextEntry]:
        """Give the lines that were typed, in order."""
        return [form.line() for form in self.typed_forms()]


FreeTextLineFormSet = forms.formset_factory(
    FreeTextLineForm,
    formset=_Lines,
    extra=EMPTY_LINES,
    max_num=LINES_AT_MOST,
    absolute_max=LINES_AT_MOST,
    validate_max=True,
)


def with_what_was_typed(documents: QuerySet[FreeTextInvoice]) -> QuerySet[FreeTextInvoice]:
    """Read along with free text invoices all that the form shows of one: head, lines, charges and distributions."""
    shares = FreeTextDistribution.objects.select_related("account")
    lines = FreeTextLine.objects.select_related("account", "item_tax_group", "charge_code").order_by("line_number")
    head = ("customer", "invoice_account", "currency", "payment_terms", "tax_group", "posting_profile")
    typed = Prefetch("lines", lines.prefetch_related(Prefetch("distribution", shares)))
    return documents.select_related(*head).prefetch_related(typed)


def initial_of(document: FreeTextInvoice) -> dict[str, Any]:
    """Give a free text invoice's head as the form shows it; it is read by ``with_what_was_typed``."""
    names = (
        "customer", "invoice_account", "invoice_date", "supply_date", "release_date", "delivery_country", "reason",
        "prices_include_tax", "list_code",
    )  # fmt: skip
    coded = {name: getattr(document, name).code for name in ("currency", "payment_terms", "tax_group")}
    profile = document.posting_profile.code if document.posting_profile else ""
    own = {"posting_profile": profile, "distribution": _shares_of_all(document)}
    ways = paying().initial(paying().of(document))
    return {**{name: getattr(document, name) for name in names}, **coded, **own, **ways}


def _shares_of_all(document: FreeTextInvoice) -> str:
    """Give the percentages that all of several lines have in common; empty: they have none."""
    shares = [list(row.distribution.all()) for row in document.lines.all() if row.charge_code_id is None]
    texts = {as_typed(one) for one in shares}
    is_common = len(shares) > 1 and len(texts) == 1 and all(share.percent for one in shares for share in one)
    return texts.pop() if is_common else ""


def initial_lines(document: FreeTextInvoice) -> Sequence[dict[str, Any]]:
    """Give a free text invoice's lines as the form shows them; an amount that follows from the price is left empty."""
    shares_of_all = _shares_of_all(document)
    names = ("description", "account", "item_type", "item_tax_group", "quantity", "unit_price")
    return [
        {
            **{name: getattr(line, name) for name in names},
            "amount": _typed_amount(line, document.currency),
            **({"account": None} if shares_of_all else {"distribution": as_typed(line.distribution.all())}),
        }
        for line in document.lines.all()
        if line.charge_code_id is None
    ]


def _typed_amount(line: FreeTextLine, currency: Currency) -> Decimal | None:
    with localcontext(EXACT):
        follows = round_amount(line.quantity * line.unit_price, currency.decimals)
    return None if line.amount == follows else line.amount
