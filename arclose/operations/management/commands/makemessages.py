"""Collect the texts to translate."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Django's command, which needs GNU gettext, told of the name under which lazy modules translate at once."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_now"]
