"""Master data of interest and collection letters in Setup."""

from django.contrib import admin

from arclose.access.site import CompanyInline
from arclose.ledger.master_data import MasterDataAdmin
from customers.models import (
    CollectionLetterCode,
    CollectionLetterFee,
    CollectionLetterText,
    CollectionSequence,
    InterestCode,
    InterestMinimum,
    InterestRate,
)


class InterestRateLine(CompanyInline):
    """What an interest code charges, from a day on, of a range where it has several."""

    model = InterestRate


class InterestMinimumLine(CompanyInline):
    """The minimum, the maximum and the fee of notes in a currency."""

    model = InterestMinimum


@admin.register(InterestCode)
class InterestCodePage(MasterDataAdmin):
    """Interest codes with their accounts, percentages, minimums and fees."""

    list_display = ["code", "name", "company", "interest_account", "grace_days", "is_usual"]
    list_select_related = ["company", "interest_account"]
    search_fields = ["code", "name"]
    inlines = [InterestRateLine, InterestMinimumLine]


@admin.register(InterestRate)
class InterestRatePage(MasterDataAdmin):
    """Rates of interest codes with their ranges, all in one list and one file."""

    key = ("interest_code", "valid_from", "from_months", "from_days", "from_amount")
    list_display = [*key, "annual_percent", "fixed_amount", "company"]
    list_select_related = ["interest_code", "company"]
    search_fields = ["interest_code__code", "interest_code__name"]


class CollectionLetterCodeLine(CompanyInline):
    """A step of a sequence of collection letters."""

    model = CollectionLetterCode


@admin.register(CollectionSequence)
class CollectionSequencePage(MasterDataAdmin):
    """Sequences of collection letters with their codes."""

    list_display = ["code", "name", "company", "letters_per", "fee_account", "is_usual"]
    list_select_related = ["company", "fee_account"]
    search_fields = ["code", "name"]
    inlines = [CollectionLetterCodeLine]


class CollectionLetterFeeLine(CompanyInline):
    """The minimum and the fee of letters in a currency."""

    model = CollectionLetterFee


class CollectionLetterTextLine(CompanyInline):
    """What a letter says in a language."""

    model = CollectionLetterText


@admin.register(CollectionLetterCode)
class CollectionLetterCodePage(MasterDataAdmin):
    """Codes of collection letters with their minimums, fees and texts."""

    key = ("sequence", "number")
    list_display = ["sequence", "number", "name", "days", "company"]
    list_select_related = ["sequence", "company"]
    search_fields = ["name"]
    inlines = [CollectionLetterFeeLine, CollectionLetterTextLine]
