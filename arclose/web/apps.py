"""Registration of the pages' own parts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """Frame, lists, templates' filters and tags."""

    name = "arclose.web"
    verbose_name = _("Pages")
