"""Master data of interest and collection letters in Setup."""

from typing import Any

from django.contrib import admin
from import_export.fields import Field

from arclose.ledger.master_data import MasterDataAdmin, MasterDataInline, MasterDataResource, OwnRow
from customers.models import (
    CollectionLetterCode,
    CollectionLetterFee,
    CollectionLetterText,
    CollectionSequence,
    InterestCode,
    InterestMinimum,
    InterestRate,
)


class InterestRateLine(MasterDataInline):
    """What an interest code charges, from a day on, of a range where it has several."""

    model = InterestRate


class InterestMinimumLine(MasterDataInline):
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


@admin.register(InterestMinimum)
class InterestMinimumPage(MasterDataAdmin):
    """Minimums, maximums and fees of notes, all in one list and one file."""

    key = ("interest_code", "currency")
    list_display = [*key, "minimum_amount", "maximum_amount", "fee_amount", "company"]
    list_select_related = ["interest_code", "currency", "company"]
    search_fields = ["interest_code__code", "interest_code__name", "currency__code"]
    autocomplete_fields = ["currency"]


class CollectionLetterCodeLine(MasterDataInline):
    """A step of a sequence of collection letters."""

    model = CollectionLetterCode


@admin.register(CollectionSequence)
class CollectionSequencePage(MasterDataAdmin):
    """Sequences of collection letters with their codes."""

    list_display = ["code", "name", "company", "letters_per", "fee_account", "is_usual"]
    list_select_related = ["company", "fee_account"]
    search_fields = ["code", "name"]
    inlines = [CollectionLetterCodeLine]


class CollectionLetterFeeLine(MasterDataInline):
    """The minimum and the fee of letters in a currency."""

    model = CollectionLetterFee


class CollectionLetterTextLine(MasterDataInline):
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


class StepOfASequence(OwnRow):
    """A step of the sequence that the file's row names, written by its number."""

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
        """Give the steps of that sequence."""
        steps = super().get_queryset(value, row, *args, **kwargs)
        return steps.filter(sequence__code=row.get("sequence", "")) if row else steps


class OfAStep(MasterDataResource):
    """What belongs to a step of a sequence of letters, as lines of a file that name both."""

    sequence = Field(attribute="letter_code__sequence__code", column_name="sequence", readonly=True)
    letter_code = Field(
        attribute="letter_code", column_name="letter_code", widget=StepOfASequence(CollectionLetterCode, field="number")
    )


@admin.register(CollectionLetterFee)
class CollectionLetterFeePage(MasterDataAdmin):
    """Minimums and fees of letters, all in one list and one file."""

    key = ("letter_code", "currency")
    resource = OfAStep
    list_display = ["letter_code", "currency", "minimum_amount", "fee_amount", "company"]
    list_select_related = ["letter_code__sequence", "currency", "company"]
    search_fields = ["letter_code__name", "letter_code__sequence__code", "currency__code"]
    autocomplete_fields = ["letter_code", "currency"]


@admin.register(CollectionLetterText)
class CollectionLetterTextPage(MasterDataAdmin):
    """What letters say per language, all in one list and one file."""

    key = ("letter_code", "language")
    resource = OfAStep
    list_display = ["letter_code", "language", "text", "company"]
    list_filter = ["language"]
    list_select_related = ["letter_code__sequence", "company"]
    search_fields = ["letter_code__name", "letter_code__sequence__code", "text"]
    autocomplete_fields = ["letter_code"]
