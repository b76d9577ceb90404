"""Makes :class:`arclose.access.site.SetupSite` the admin site of the program."""

from django.contrib.admin.apps import AdminConfig


class SetupConfig(AdminConfig):
    """The admin site, under the program's own rule of who may enter."""

    default_site = "arclose.access.site.SetupSite"
