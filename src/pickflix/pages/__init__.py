"""What each page shows: one frozen value per page, from which the site makes both HTML and JSON.

A page is built by a function of the same name in snake case: `film_page(engine, ...)` gives a `FilmPage`.
Every field is described in its metadata; the same words stand in /openapi.json.
"""
