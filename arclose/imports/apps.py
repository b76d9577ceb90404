"""Registration of imports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """Imports."""

    name = "arclose.imports"
    verbose_name = _("Imports")

    def ready(self) -> None:
        """Put the page of imports into the navigation."""
        from arclose.web import pages

        pages.register(
            pages.Page(
                "imports:page",
                label=_("Import"),
                section=pages.SALES,
                position=90,
                icon="upload",
                keywords=_("file, upload, CSV, XLSX, orders, customers, items, vouchers"),
            )
        )
