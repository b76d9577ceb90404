"""States as people see them: an icon and a word; the tone is a help, never the message."""

from functools import cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

# The icon and the tone of a state. Tones: good, busy, wait, bad, quiet.
APPEARANCE: dict[str, tuple[str, str]] = {
    "open": ("open", "busy"),
    "on_hold": ("pause", "wait"),
    "permanently_closed": ("lock", "quiet"),
    "green": ("check", "good"),
    "done": ("check", "good"),
    "posted": ("check", "good"),
    "invoiced": ("check", "good"),
    "ended": ("check", "good"),
    "signed": ("check", "good"),
    "mailed": ("check", "good"),
    "settled": ("check", "good"),
    "ready": ("ready", "busy"),
    "executing": ("run", "busy"),
    "waiting": ("clock", "wait"),
    "scheduled": ("clock", "wait"),
    "withhold": ("pause", "wait"),
    "warning": ("warning", "wait"),
    "blocked": ("lock", "wait"),
    "red": ("stop", "bad"),
    "left": ("stop", "bad"),
    "error": ("stop", "bad"),
    "set_aside": ("stop", "bad"),
    "disputed": ("warning", "wait"),
    "marked": ("lock", "busy"),
    "overdue": ("warning", "bad"),
    "draft": ("draft", "quiet"),
    "in_process": ("draft", "wait"),
    "dismissed": ("minus", "quiet"),
    "failed": ("stop", "bad"),
    "not_run": ("minus", "quiet"),
    "canceling": ("minus", "wait"),
    "canceled": ("minus", "quiet"),
    "withdrawn": ("minus", "quiet"),
    "reversed": ("undo", "quiet"),
    "sent": ("upload", "busy"),
    "claimed": ("run", "busy"),
    "unknown": ("warning", "wait"),
}
UNKNOWN = ("dot", "quiet")


def register_states(appearance: dict[str, tuple[str, str]]) -> None:
    """Add how further states look: key to (icon of static/arclose/icons.svg, tone)."""
    APPEARANCE.update(appearance)


@cache
def icon(name: str) -> SafeString:
    """Give the drawing of this name; it says nothing to a screen reader, the word beside it does."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', icon_address(name)
    )


@cache
def icon_address(name: str) -> str:
    """Give the address of the drawing of this name."""
    return f"{static('arclose/icons.svg')}#{name}"


def state_badge(key: str, word: object) -> SafeString:
    """Give icon and word of the state with this key."""
    drawing, tone = APPEARANCE.get(str(key).lower(), UNKNOWN)
    return format_html('<span class="state state-{}">{}<span>{}</span></span>', tone, icon(drawing), word)
