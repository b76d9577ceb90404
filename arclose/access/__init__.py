"""People: who may open and do what, in which company.

Owns the roles, the one table of route x method x role (:mod:`routes`), the layer that enforces it
(:mod:`middleware`), sign-in, lock-out and the password asked again, and the views that people save of
lists (:mod:`saved_views`). Views and templates never check
a role: a view runs only for those whom the table lets in, and a template asks ``{% may %}``.

To add a page: add its row to :mod:`routes`. A route that has none is refused, and fails the tests.
"""
