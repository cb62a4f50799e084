"""The journey of a spectator, from "amelie" to a list made of three films: with script, without, by keyboard alone."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

PHONE = ViewportSize(width=360, height=800)


@contextmanager
def visit(browser: Browser, site: str, *, script: bool = True) -> Iterator[tuple[Page, list[str]]]:
    """A fresh phone, and the list of what its console says."""
    said: list[str] = []
    with browser.new_context(base_url=site, locale="fr-FR", viewport=PHONE, java_script_enabled=script) as context:
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        yield page, said


def reasons(page: Page) -> list[str]:
    """The words under each film of the list, without year and director."""
    rows = page.locator(".row .say").all()
    return [" ".join(row.locator("> span:not(.m)").all_inner_texts()) for row in rows]


def test_with_script_nothing_jumps(browser: Browser, site: str) -> None:
    """Type, pick a suggestion, read ten reasons, keep two more on the spot, see the list of three, go home."""
    with visit(browser, site) as (page, said):
        page.goto("/")
        expect(page.locator("#q")).to_be_focused()
        page.locator("#q").press_sequentially("amelie", delay=20)
        page.get_by_role("option", name="Amélie Poulain").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Amélie Poulain")
        assert len(reasons(page)) == 10
        assert all(reasons(page))
        page.get_by_role("link", name="Ajouter à mes films", exact=True).click()
        address = page.url
        for _ in range(2):
            page.locator(".row").get_by_role("link", name="Ajouter").first.click()
        expect(page.get_by_role("status")).to_have_text("Ajouté à mes films (3)")
        for title in page.locator(".row .say b").all_inner_texts()[:2]:
            expect(page.get_by_role("link", name=f"Voir mes films : {title}")).to_be_visible()
        assert page.url == address
        expect(page.locator("#mine b")).to_have_text("3")
        page.locator("#mine").click()
        expect(page.locator("h2").first).to_have_text("D’après vos 3 films")
        assert page.url.count("film=") == 3
        assert all(reasons(page))
        page.locator(".chips a").first.click()
        expect(page.locator("#mine b")).to_have_text("2")
        page.get_by_role("link", name="Accueil").first.click()
        expect(page.locator("#q")).to_have_value("")
        assert page.url == f"{site}/"
        expect(page.locator("#mine b")).to_have_text("2")
        assert said == []


def test_without_script_the_address_remembers(browser: Browser, site: str) -> None:
    """The same journey by plain links and forms; the chosen films travel in the address."""
    with visit(browser, site, script=False) as (page, _):
        page.goto("/")
        page.fill("#q", "amelie")
        page.get_by_role("button", name="Chercher").click()
        page.locator(".row a.to").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Amélie Poulain")
        assert len(reasons(page)) == 10
        assert all(reasons(page))
        page.get_by_role("link", name="Ajouter à mes films", exact=True).click()
        for count in (2, 3):
            page.locator(".row").get_by_role("link", name="Ajouter").first.click()
            expect(page.locator("h2").first).to_have_text(f"D’après vos {count} films")
        page.locator(".row a.to").first.click()
        expect(page.locator("#mine b")).to_have_text("3")
        page.locator("#mine").click()
        assert page.url.count("film=") == 3
        page.locator("summary").click()
        page.select_option("#pays", "FR")
        page.get_by_role("button", name="Affiner").click()
        assert "pays=FR" in page.url
        assert page.url.count("film=") == 3
        expect(page.locator(".row").first).to_be_in_viewport()
        page.get_by_role("link", name="Accueil").first.click()
        assert page.url == f"{site}/"


def test_the_keyboard_is_enough(browser: Browser, site: str) -> None:
    """Arrows walk the suggestions, Escape closes them, Enter follows; every step is announced or focused."""
    with visit(browser, site) as (page, said):
        page.goto("/")
        box = page.get_by_role("combobox")
        page.keyboard.type("amelie", delay=20)
        expect(page.get_by_role("option").first).to_be_visible()
        expect(box).to_have_attribute("aria-expanded", "true")
        expect(page.get_by_role("status")).to_contain_text("suggestion")
        page.keyboard.press("Escape")
        expect(box).to_have_attribute("aria-expanded", "false")
        page.keyboard.press("ArrowDown")
        marked = page.locator("[role=option][aria-selected=true]")
        expect(marked).to_have_count(1)
        expect(box).to_have_attribute("aria-activedescendant", str(marked.get_attribute("id")))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Amélie Poulain")
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        page.keyboard.press("Enter")
        for _ in range(3):
            tab_to(page, "Ajouter")
            page.keyboard.press("Enter")
        expect(page.locator("#mine b")).to_have_text("3")
        page.locator("#mine").focus()
        page.keyboard.press("Enter")
        expect(page.locator("h2").first).to_have_text("D’après vos 3 films")
        page.get_by_role("link", name="Accueil").first.focus()
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{site}/")
        assert said == []


def test_suggestions_follow_what_the_box_holds(browser: Browser, site: str) -> None:
    """One is announced as one; moving in the text leaves the list; once all is erased, no arrow brings it back."""
    with visit(browser, site) as (page, said):
        page.goto("/")
        box, options = page.get_by_role("combobox"), page.get_by_role("option")
        page.keyboard.type("les tontons flingueurs", delay=20)
        expect(page.get_by_role("status")).to_have_text("1 suggestion, flèche bas pour la lire")
        page.keyboard.press("ArrowDown")
        expect(box).to_have_attribute("aria-activedescendant", "s0")
        page.keyboard.press("Home")
        expect(box).not_to_have_attribute("aria-activedescendant", "s0")
        expect(page.locator("[aria-selected=true]")).to_have_count(0)
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        page.keyboard.press("ArrowDown")
        expect(options).to_have_count(0)
        expect(box).to_have_attribute("aria-expanded", "false")
        assert said == []


def tab_to(page: Page, word: str) -> None:
    """Presses Tab until the focus stands on a link with that word."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if word in (page.evaluate("document.activeElement.innerText") or ""):
            return
    pytest.fail(f"Tab never reaches {word!r}")


def test_the_back_button_brings_back_what_was_there(browser: Browser, site: str) -> None:
    """Back from my films to the film: it is still marked as kept, and the count is right."""
    with visit(browser, site) as (page, _):
        page.goto("/films/Q484048")
        page.get_by_role("link", name="Ajouter à mes films", exact=True).click()
        page.get_by_role("link", name="Voir mes films", exact=True).click()
        expect(page.locator("h2").first).to_have_text("D’après votre film")
        page.locator(".row").get_by_role("link", name="Ajouter").first.click()
        expect(page.locator("#mine b")).to_have_text("2")
        page.go_back()
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Amélie Poulain")
        expect(page.get_by_role("link", name="Voir mes films", exact=True).first).to_be_visible()


def test_a_list_from_a_friend_does_not_overwrite_mine(browser: Browser, site: str) -> None:
    """An address that arrives from elsewhere is shown, and my own films are kept."""
    with visit(browser, site) as (page, _):
        page.goto("/films/Q484048")
        page.get_by_role("link", name="Ajouter à mes films", exact=True).click()
        page.goto("/mes-films?film=Q83495")
        expect(page.locator(".chips")).to_contain_text("Matrix")
        page.goto("/mes-films")
        expect(page.locator(".chips")).to_contain_text("Amélie Poulain")
