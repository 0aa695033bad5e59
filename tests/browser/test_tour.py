"""The tour of the first visit: four steps, each taken for real."""

from playwright.sync_api import expect


def test_the_tour_asks_rates_triages_and_refreshes(visit):
    page = visit(with_tour=True)
    tour = page.get_by_role("region", name="Meet the advisor")

    def press(name):
        tour.get_by_role("button", name=name, exact=True).click()

    expect(tour).to_contain_text("4 steps")
    press("Start")
    expect(tour).to_contain_text("Step 1 of 4")
    expect(page.get_by_placeholder("Message #general")).to_have_value(
        "@advisor Precision or recall for a medical test?"
    )
    press("Ask it for me")
    press("Next: Rate the answer")
    expect(tour).to_contain_text("Step 2 of 4")
    press("Rate it for me")
    press("Next: Triage an idea")
    expect(tour).to_contain_text("Step 3 of 4")
    press("Triage it for me")
    expect(page.get_by_role("article").filter(has_text="Only visible to you")).to_be_visible()
    press("Next: Refresh the guide")
    expect(tour).to_contain_text("This step is for Ada Okafor")
    press("Become Ada")
    expect(page.get_by_role("button", name="You are Ada Okafor")).to_be_visible()
    press("Refresh it for me")
    press("Finish")
    expect(tour).to_be_hidden()
    page.reload()
    expect(page.get_by_role("main")).to_be_visible()
    expect(tour).to_be_hidden()
    page.get_by_role("button", name="Tour", exact=True).click()
    expect(tour).to_contain_text("Step 1 of 4")
