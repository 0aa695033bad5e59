"""A window of the browser: one person in the workspace, and what must never happen in it."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect

# What waits for something to happen goes on as soon as it does; a busy machine may take its time.
PATIENCE = 60_000
WIDE, NARROW = (1280, 800), (390, 844)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FAILED = "Failed to load resource"

expect.set_options(timeout=PATIENCE)


@dataclass
class Troubles:
    """What went wrong in the windows of one workspace: errors, and requests to anywhere else."""

    origin: str
    found: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", self._note_message)
        page.on("pageerror", lambda error: self.found.append(f"uncaught: {error}"))
        page.on("request", self._note_request)
        page.on("response", self._note_response)

    def _note_message(self, message: ConsoleMessage) -> None:
        # What a server refuses is noted with its address below.
        if message.type in ("error", "warning") and not message.text.startswith(FAILED):
            self.found.append(f"{message.type}: {message.text}")

    def _note_response(self, response: Response) -> None:
        asked = response.request.post_data or ""
        # A form that is not filled in is refused, and says so beside its fields.
        if response.status >= 400 and '"submit_view"' not in asked:
            self.found.append(f"{response.status} {response.url}: {asked[:300]}")

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.found.append(f"requested from elsewhere: {request.url}")


def open_window(
    browser: Browser,
    address: str,
    *,
    user: str = "U_PM",
    room: str = "C_GENERAL",
    size: tuple[int, int] = WIDE,
    is_dark: bool = False,
    scale: float = 1,
    troubles: Troubles | None = None,
) -> Page:
    """Returns a page of its own session, as a person's first visit; the tour offers itself."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if is_dark else "light",
        reduced_motion="reduce",
        device_scale_factor=scale,
    )
    context.set_default_timeout(PATIENCE)
    if troubles:
        context.on("page", troubles.watch)
    page = context.new_page()
    page.goto(f"{address}?user={user}#{room}")
    expect(page.get_by_role("region", name="Meet the advisor")).to_be_visible()
    return page


def skip_tour(page: Page) -> Page:
    page.get_by_role("button", name="Not now").click()
    expect(page.get_by_role("region", name="Meet the advisor")).to_be_hidden()
    return page
