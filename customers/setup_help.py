"""What the fields of customers' and items' master data are for, said below them in Setup."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger.setup_help import explain
from customers.models import (
    ChargeCode,
    CollectionLetterCode,
    CollectionLetterFee,
    CollectionLetterText,
    CollectionSequence,
    CreditReason,
    Customer,
    DeliveryAddress,
    InterestCode,
    InterestMinimum,
    InterestRate,
    Item,
    ItemGroup,
    PaymentTerms,
    PostingProfile,
    RecurringTemplate,
    TaxCode,
    TaxRate,
    TaxRule,
)

explain(
    Customer,
    group=_("By which customers are told apart in lists and credit rules."),
    invoice_account=_("Who gets the invoices of this customer's orders. Empty: the customer itself."),
    address=_("As it stands on documents, a line each, without the country."),
    vat_number=_("With its prefix. Deliveries to another member state without tax need it."),
    currency=_("What new orders propose; an order may have another one."),
    payment_terms=_("When invoices are due; an order may have others."),
    posting_profile=_("To which control account what the customer owes is posted."),
    tax_group=_("Which tax code a line gets, together with the tax group of its item."),
    credit_limit_amount=_("How much may be owed. Empty: there is no limit."),
    temporary_limit_from=_("The first day on which the temporary limit takes the place of the usual one."),
    temporary_limit_to=_("The last one."),
    is_blocked=_("No new orders or invoices; what is owed is still settled."),
)
explain(
    InterestCode,
    interest_account=_("Credited with the interest that notes charge."),
    fee_account=_("Credited with the fee of notes. Empty: the interest account."),
    grace_days=_("How many days after the due date nothing is charged; then interest counts from the due date."),
    is_usual=_("It counts for every posting profile that names no other code."),
)
explain(
    InterestRate,
    valid_from=_("From this day on, until another one begins."),
    from_months=_("It counts from so many months after the due date on, and the days beside them."),
    from_days=_(
        "It counts from so many days after the due date on. Of several that are reached, the one that begins last"
        " counts."
    ),
    from_amount=_(
        "It counts while at least so much of a document is open, in accounting currency. Of several, the highest."
    ),
    annual_percent=_("Of what is open, for 365 days. Zero where only an amount is charged."),
    fixed_amount=_(
        "Charged for each document on the day on which it comes into this range, in accounting currency. Zero: only the"
        " percentage."
    ),
)
explain(
    InterestMinimum,
    minimum_amount=_("Less interest than this makes no note, and waits for the next one."),
    maximum_amount=_("A note charges no more interest than this; the rest is not charged later. Empty: no maximum."),
    fee_amount=_("Added to each note in this currency."),
)
explain(
    CollectionSequence,
    letters_per=_("Per customer one letter asks for all that is due for one; per code there is one letter for each."),
    takes_credits_off=_("Credit notes and payments on account are listed and taken off what is asked for."),
    fee_account=_("Credited with the fees of letters."),
    item_tax_group=_("Says with the customer's tax group how fees are taxed. Empty: they have no sales tax."),
    is_usual=_("It counts for every posting profile that names no other sequence."),
)
explain(
    CollectionLetterCode,
    number=_("From 1 on; the first one is the reminder."),
    days=_("So many days after the due date, or after the letter of the step before."),
)
explain(
    CollectionLetterFee,
    minimum_amount=_("Less than this is overdue: no letter is made."),
    fee_amount=_("Without tax. Charged when the letter is posted."),
)
explain(CollectionLetterText, text=_("In place of the usual words, a paragraph each line."))
explain(
    DeliveryAddress,
    customer=_("Who takes delivery there."),
    name=_("How people call the place; an order names it by that."),
    address=_("As it stands on packing slips, a line each, without the country."),
    country=_("Where the goods go: it decides about tax and lists."),
)
explain(
    Item,
    number=_("By which orders, files and documents name it."),
    name=_("As it stands on documents, unless an order line says something else."),
    group=_("Decides about the accounts of revenue, discounts and cost."),
    item_type=_("Goods are picked and taken from stock; services are only delivered."),
    item_tax_group=_("Which tax code a line gets, together with the tax group of the customer."),
    unit_price=_("What new order lines propose, in accounting currency."),
    standard_cost_amount=_("What one costs, in accounting currency: what deliveries and invoices post as cost."),
    on_hand_quantity=_("How many are there; packing slips lower it."),
    commodity_code=_("Of the Combined Nomenclature, eight digits, for statistics of trade."),
    net_mass_kilograms=_("Of one, without packing."),
    country_of_origin=_("Where it was made, for customs and statistics."),
    is_blocked=_("Orders with it are neither delivered nor invoiced."),
)
explain(
    ItemGroup,
    revenue_account=_("Credited with what invoices charge for items of the group."),
    line_discount_account=_("Debited with discounts on lines. Empty: revenue is posted less the discount."),
    total_discount_account=_("Debited with discounts on whole orders. Empty: revenue is posted less the discount."),
    cost_of_goods_delivered_account=_("Debited by packing slips until the invoice takes it back."),
    units_delivered_account=_("Credited by packing slips until the invoice takes it back."),
    cost_of_goods_sold_account=_("Debited by invoices with what was sold at cost."),
    inventory_account=_("Credited by invoices with what was sold at cost."),
    deferred_revenue_offset_account=_("Debited by packing slips with what is not invoiced, until the invoice is."),
    deferred_revenue_account=_("Credited by packing slips, without tax, until the invoice takes it back."),
    deferred_sales_tax_account=_("Credited by packing slips with the tax on it, until the invoice takes it back."),
)
explain(
    PaymentTerms,
    code=_("By which customers, orders and files name them."),
    name=_("As they stand in lists; documents say the days themselves."),
    net_days=_("How many days after its date an invoice is due."),
    is_from_end_of_month=_("Count the days from the end of the month of the invoice."),
)
explain(
    PostingProfile,
    code=_("By which customers and files name it."),
    summary_account=_("The control account that customers' transactions are posted to."),
)
explain(
    TaxCode,
    kind=_("Decides how the supply is taxed, what invoices say about it, and on which lists it stands."),
    registration=_("The VAT number that the tax is declared under."),
    tax_account=_("Credited with the tax; not needed where none is charged."),
)
explain(
    TaxRate,
    tax_code=_("What the rate is of."),
    valid_from=_("The first day of supply on which it holds, until that of the next one."),
    percent=_("Of the amount net of tax."),
)
explain(
    TaxRule,
    tax_group=_("Of the customer."),
    item_tax_group=_("Of the item or charge."),
    tax_code=_("What a line gets where both meet."),
)
explain(
    ChargeCode,
    account=_("Credited with what is charged."),
    item_tax_group=_("Which tax code the charge gets, together with the tax group of the customer."),
    item_type=_("As what tax rows and lists count it."),
    value=_("What orders propose; an order may have another one."),
)
explain(CreditReason, name=_("As it stands on the credit note, before what is said of the case."))
explain(
    RecurringTemplate,
    posting_profile=_("To which control account its invoices are posted. Empty: as the invoice account has it."),
    list_code=_("How EC sales lists take its invoices."),
)
