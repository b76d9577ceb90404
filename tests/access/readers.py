"""Somebody at the list of the gallery, who saves views of it."""

from django.contrib.messages import get_messages
from django.test import Client
from lxml import html

LIST = "/NLWS/2026-10/gallery/"
VIEWS = "/NLWS/2026-10/views/"


class Reader:
    """A person with a browser that runs no scripts."""

    def __init__(self, user):
        self.user = user
        self.client = Client()
        self.client.force_login(user)

    def open(self, query="?all", page=LIST, **headers):
        return self.client.get(page + query, headers=headers)

    def tabs(self, query="?all", page=LIST):
        """The views as the page shows them, the current one in brackets."""
        links = html.fromstring(self.open(query, page).content).xpath("//*[@id='views']//nav//a")
        words = [(" ".join(link.text_content().split()), link.get("aria-current")) for link in links]
        return [f"[{text}]" if current else text for text, current in words]

    def save(self, name, query="", page=LIST, **ticks):
        return self.client.post(VIEWS, {"name": name, "query": query, "page": page, **ticks})

    def change(self, view, act="", page=LIST, **values):
        return self.client.post(f"{VIEWS}{view.pk}/{act}", {"page": page, **values})


def messages_of(response):
    """What the next page that is opened says: of each act since the last one."""
    return [str(message) for message in get_messages(response.wsgi_request)]
