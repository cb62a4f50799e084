"""Journeys of somebody with wishes: the panel, what was seen, a surprise, several people, a wish in plain words."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.test_journeys import reasons, visit

AMELIE = "Q484048"
FILM = f"/films/{AMELIE}"


def titles(page: Page) -> list[str]:
    """The films listed."""
    return page.locator(".row .say b").all_inner_texts()


def person(page: Page, number: int) -> Locator:
    """The part of the page for one of several people."""
    return page.locator(f"#personne{number}")


def test_the_panel_narrows_a_list_without_script(browser: Browser, site: str) -> None:
    """The first questions, then more of them without losing what was picked; a chip takes a wish back."""
    with visit(browser, site, script=False) as (page, _):
        page.goto(FILM)
        before = titles(page)
        page.locator("#affiner summary").click()
        page.select_option("#genre", "comedie")
        page.get_by_role("button", name="Plus de critères").click()
        expect(page.locator("#genre")).to_have_value("comedie")
        page.select_option("#sans_genre", "romance")
        page.get_by_label("Connus ou non").fill("1")
        page.get_by_role("button", name="Affiner", exact=True).click()
        expect(page.locator(".chips a")).to_have_text(
            ["Retirer Comédie", "Retirer Un peu moins connus", "Retirer Sauf : Romance"]
        )
        assert titles(page)
        assert titles(page) != before
        expect(page.locator(".row").first).to_be_in_viewport()
        for _ in range(3):
            page.locator(".chips a").first.click()
        expect(page.locator(".chips")).to_have_count(0)
        assert titles(page) == before


@pytest.mark.parametrize("script", [True, False])
def test_seen_and_disliked_films_go_and_come_back(browser: Browser, site: str, *, script: bool) -> None:
    """Each with one link, on a film and on the list; what was told goes along from page to page."""
    with visit(browser, site, script=script) as (page, said):
        page.goto(FILM)
        first, second = titles(page)[:2]
        page.get_by_role("link", name=f"Déjà vu : {first}").click()
        expect(page.locator(".chips")).to_contain_text(f"Déjà vu\xa0: {first}")
        page.get_by_role("link", name=f"Pas pour moi : {second}").click()
        assert not {first, second} & {*titles(page)}
        page.get_by_role("link", name="Ajouter à mes films", exact=True).click()
        if script:
            page.get_by_role("link", name="Voir mes films", exact=True).click()
        expect(page.locator("h2").first).to_have_text("D’après votre film")
        assert not {first, second} & {*titles(page)}
        page.get_by_role("link", name="Annuler Déjà vu").click()
        page.get_by_role("link", name="Annuler Pas pour moi").click()
        assert {first, second} <= {*titles(page)}
        assert said == []


def test_a_surprise_and_back(browser: Browser, site: str) -> None:
    """Other films than the usual ones, each with its reason; one link brings the usual list back."""
    with visit(browser, site) as (page, said):
        page.goto(FILM)
        usual = titles(page)
        page.get_by_role("link", name="Surprenez-moi").click()
        expect(page.get_by_role("heading", name="Des surprises dans le même esprit")).to_be_in_viewport()
        assert not {*usual} & {*titles(page)}
        assert all("autre" in why for why in reasons(page))
        page.get_by_role("link", name="Revenir à la liste habituelle").click()
        assert titles(page) == usual
        assert said == []


def test_what_no_film_answers_is_said_and_may_be_insisted_on(browser: Browser, site: str) -> None:
    """The least important wish is let go by name; who insists reads that there is nothing, with a way on."""
    with visit(browser, site, script=False) as (page, _):
        page.goto(f"{FILM}?genre=western&pays=FR&annees=-1959&connus=3")
        expect(page.get_by_role("status")).to_contain_text("Nous avons laissé de côté")
        assert titles(page)
        page.get_by_role("link", name="Y tenir quand même").click()
        assert titles(page) == []
        page.get_by_role("link", name="Tout montrer").click()
        assert len(titles(page)) == 10


def test_a_film_adored_counts_more(browser: Browser, site: str) -> None:
    """One link on the film's chip says so, the same takes it back."""
    with visit(browser, site, script=False) as (page, _):
        page.goto(f"/mes-films?film={AMELIE}&film=Q83495")
        usual = titles(page)
        page.get_by_role("link", name="adoré ? Matrix").click()
        expect(page.locator(".love").last).to_contain_text("adoré")
        assert titles(page) != usual
        page.get_by_role("link", name=re.compile("adoré : Matrix")).click()
        assert titles(page) == usual


@pytest.mark.parametrize("script", [True, False])
def test_two_people_choose_together(browser: Browser, site: str, *, script: bool) -> None:
    """Each says a name and a film; the list has a line for each; the address may be sent on."""
    with visit(browser, site, script=script) as (page, said):
        page.goto("/")
        page.get_by_role("link", name="Vous choisissez à plusieurs").click()
        person(page, 1).get_by_label("Prénom").fill("Jeanne")
        person(page, 1).get_by_label("Un film aimé").last.fill("la grande vadrouille")
        person(page, 1).get_by_role("button", name="Ajouter").click()
        expect(person(page, 1).get_by_role("heading")).to_have_text("Jeanne")
        expect(person(page, 1).locator(".chips")).to_contain_text("La Grande Vadrouille")
        box = person(page, 2).locator("[type=search]")
        if script:
            box.press_sequentially("matrix", delay=20)
            person(page, 2).get_by_role("option", name=re.compile("^Matrix 1999")).click()
        else:
            box.fill("fantome")
            box.press("Enter")
            expect(person(page, 2).get_by_role("status")).to_contain_text("Lequel de ces films")
            person(page, 2).locator(".chips a").first.click()
        expect(page.get_by_role("heading", name="Pour vous tous")).to_be_visible()
        assert len(titles(page)) == 10
        assert all("Pour Jeanne" in why or "Pour la personne 2" in why for why in reasons(page))
        listed = titles(page)
        page.goto(page.url)
        assert titles(page) == listed
        page.get_by_role("link", name="Une personne de plus").click()
        expect(person(page, 3)).to_be_visible()
        assert said == []


def test_a_wish_in_plain_words(browser: Browser, site: str) -> None:
    """The example of the home page is understood; a chip taken away leaves the others."""
    with visit(browser, site, script=False) as (page, _):
        page.goto("/")
        page.get_by_role("link", name="une comédie française").click()
        chips = page.locator(".chips").first.locator("a")
        expect(chips).to_have_count(4)
        assert len(titles(page)) == 10
        page.locator(".chips a", has_text="1960-1969").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Votre souhait")
        expect(chips).to_have_count(3)
        page.get_by_role("link", name=re.compile("^Déjà vu")).first.click()
        expect(page.locator(".chips").last).to_contain_text("Déjà vu")


def test_how_good_the_lists_are_is_told_to_anybody(browser: Browser, site: str) -> None:
    """From the foot of any page; bars with words first, tables only for who opens them."""
    with visit(browser, site) as (page, said):
        page.goto("/")
        page.get_by_role("link", name="Que valent ces listes").click()
        expect(page.locator("svg").first).to_be_visible()
        expect(page.get_by_text("fois sur 100").first).to_be_visible()
        expect(page.get_by_role("table")).to_have_count(0)
        page.locator("summary").first.click()
        expect(page.get_by_role("table")).to_have_count(1)
        assert said == []
