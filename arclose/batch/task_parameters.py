"""What a kind of task asks for when a task of it is made on the page of a job: a form of its own."""

from typing import Any

from django import forms

from arclose.access.requests import CompanyRequest
from arclose.batch.models import JobTask

# What a task keeps that finds its documents when it begins: the filter of a list, and the period of its page.
FILTER, PERIOD = "filter", "period"


class TaskParameters(forms.Form):
    """What a task does; kinds that ask for something have fields. ``said`` tells what it will do without them."""

    use_required_attribute = False
    said: Any = ""

    def __init__(self, *args: Any, request: CompanyRequest, **kwargs: Any) -> None:
        """Take the request, whose company and period count."""
        super().__init__(*args, **kwargs)
        self.request = request

    def parameters(self) -> dict[str, Any]:
        """Give what the task is submitted with."""
        return dict(self.cleaned_data)

    @classmethod
    def as_typed(cls, task: JobTask) -> dict[str, Any]:
        """Give what a task has as the form shows it."""
        return dict(task.parameters)
