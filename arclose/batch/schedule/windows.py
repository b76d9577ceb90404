"""In which hours of the day a job may start."""

from dataclasses import dataclass
from datetime import datetime, time


@dataclass(frozen=True)
class Window:
    """From a time of the day until, and without, another one; one that ends before it begins spans midnight."""

    begin: time
    end: time

    def holds(self, moment: datetime) -> bool:
        """Tell whether a moment, as the clock of the company shows it, lies in the window."""
        now = moment.time()
        if self.begin <= self.end:
            return self.begin <= now < self.end
        return now >= self.begin or now < self.end

    def __str__(self) -> str:
        return f"{self.begin:%H:%M}\N{EN DASH}{self.end:%H:%M}"
