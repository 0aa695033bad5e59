"""How a scene looks in light and dark and at both widths: readable to everybody, and nothing beside the window."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from window import NARROW, WIDE

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
SERIOUS = ("serious", "critical")
OVERHANG = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"


def faults_of(page: Page) -> list[str]:
    """Returns what is wrong with the scene; the page is left light and wide."""
    found = []
    for size in (NARROW, WIDE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for theme in ("dark", "light"):
            page.emulate_media(color_scheme=theme)
            expect(page.locator("html")).to_have_attribute("data-theme", theme)
            found += [f"{size[0]} {theme}: {each}" for each in _violations(page, theme)]
        if overhang := page.evaluate(OVERHANG):
            found.append(f"{size[0]}: {overhang} pixels stand beside the window")
    return found


def _violations(page: Page, theme: str) -> list[str]:
    # Only colours differ between the themes.
    only = (
        {"type": "tag", "values": TAGS}
        if theme == "light"
        else {"type": "rule", "values": ["color-contrast"]}
    )
    results = Axe().run(page, options={"runOnly": only, "resultTypes": ["violations"]})
    return [
        f"{each['id']} ({node['target']}): {node['failureSummary']}"
        for each in results.response["violations"]
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]
