"""The page, in a real browser."""

import pytest
from browser import CHROMIUM, Browser
from shapes import button, feedback, home, modal, section, text_input

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    page = Browser(tmp_path_factory.mktemp("profile"))
    yield page
    page.close()


@pytest.fixture
def page(slack, browser):
    browser.open(f"{slack.url}?user=U_PM")
    browser.wait_for(
        f"location.href.startsWith('{slack.url}') && !!document.querySelector('.place')"
    )
    return browser


def shows(page, text):
    quoted = text.replace("'", "\\'")
    return page.wait_for(f"document.body.innerText.includes('{quoted}')")


def test_a_message_is_sent_with_enter_and_answered_in_its_thread(slack, app, connect, page):
    app.event("app_mention")(lambda event, say: say("the answer", thread_ts=event["ts"]))
    connect(app)
    page.write("#composer textarea", "@advisor a question")
    shows(page, "the answer")
    assert slack.messages("C_GENERAL")[0].text == "<@U_BOT> a question"
    page.write("#thread-composer textarea", "and then?")
    slack.wait_for(lambda: len(slack.person("U_PM").sees("C_GENERAL")) == 3)


def test_a_command_answers_only_its_person(slack, app, connect, page):
    app.command("/ask")(lambda ack: ack("secret"))
    connect(app)
    page.write("#composer textarea", "/ask something")
    shows(page, "Only visible to you")
    shows(page, "secret")


def test_a_page_that_names_nobody_is_the_first_persons_to_the_last_private_word(
    slack, client, page
):
    client.chat_postMessage(channel="C_GENERAL", text="for all")
    page.run("window.isOld = true")
    page.open(slack.url)
    page.wait_for("!window.isOld && !!document.querySelector('.place')")
    shows(page, "for all")
    client.chat_postEphemeral(channel="C_GENERAL", user="U_ENG", text="for Erik")
    client.chat_postEphemeral(channel="C_GENERAL", user="U_PM", text="for Priya")
    shows(page, "for Priya")
    assert "for Erik" not in page.run("document.body.innerText")


def test_text_is_never_markup(slack, client, page):
    attack = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    blocks = [
        {"type": "markdown", "text": f"{attack} [click](javascript:alert(1)) **bold**"},
        section(f"{attack} <javascript:alert(1)|here>"),
    ]
    client.chat_postMessage(channel="C_GENERAL", text="x", blocks=blocks)
    client.chat_postMessage(channel="C_GENERAL", text=attack)
    shows(page, "onerror")
    assert page.run("document.querySelectorAll('#messages img, #messages script').length") == 0
    assert (
        page.run(
            "[...document.querySelectorAll('a')].filter((a) => a.href.startsWith('javascript')).length"
        )
        == 0
    )
    assert "owned" not in page.run("document.title")


def test_markdown_is_drawn(client, page):
    text = "# Title\n\n**bold** *it* `x_y` [guide](https://x.org)\n\n- one\n  - two\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    client.chat_postMessage(channel="C_GENERAL", markdown_text=text)
    page.wait_for("document.querySelectorAll('.content td').length === 2")
    for selector in (
        "h1",
        "strong",
        "em",
        "code",
        "ul ul li",
        "a[href]",
    ):
        assert page.run(f"!!document.querySelector('.content {selector}')"), selector


def test_a_thumb_stays_pressed_after_a_reload(slack, app, client, connect, page):
    app.action("feedback")(lambda ack: ack())
    connect(app)
    client.chat_postMessage(channel="C_GENERAL", text="x", blocks=[feedback()])
    page.click(".feedback[data-value='up:1']")
    pressed = "!!document.querySelector('.feedback[data-value=\"up:1\"][aria-pressed=true]')"
    page.wait_for(pressed)
    slack.wait_for(lambda: slack.deliveries_of("block_actions"))
    page.open(f"{slack.url}?user=U_PM")
    page.wait_for(pressed)


def test_a_modal_is_filled_in_corrected_and_submitted(slack, app, connect, page):
    values = []

    @app.command("/triage")
    def open_form(ack, command, client):
        ack()
        client.views_open(trigger_id=command["trigger_id"], view=modal(text_input("idea")))

    @app.view("form")
    def submit(ack, view):
        values.append(view["state"]["values"]["idea"]["text"]["value"])
        ack(response_action="errors", errors={"idea": "say more"}) if len(values) == 1 else ack()

    connect(app)
    page.write("#composer textarea", "/triage")
    page.wait_for(
        "document.activeElement?.closest('.modal') !== null && !!document.querySelector('.modal')"
    )
    page.click(".modal [type=submit]")
    shows(page, "Please complete this required field.")
    page.run("document.querySelector('.modal input').focus()")
    page.type("short")
    page.click(".modal [type=submit]")
    shows(page, "say more")
    page.run("document.querySelector('.modal input').focus()")
    page.type(" and more")
    page.click(".modal [type=submit]")
    page.wait_for("!document.querySelector('.modal')")
    assert values == ["short", "short and more"]


def test_the_home_is_drawn_and_its_buttons_work(slack, app, connect, page):
    clicked = []

    @app.event("app_home_opened")
    def publish(event, client):
        actions = {"type": "actions", "elements": [button("Press me")]}
        client.views_publish(user_id=event["user"], view=home(section("Welcome"), actions))

    app.action("go")(lambda ack, body: (ack(), clicked.append(body["user"]["id"])))
    connect(app)
    page.click("[data-place=home]")
    shows(page, "Welcome")
    page.click(".home .button")
    slack.wait_for(lambda: clicked == ["U_PM"])


def test_the_direct_message_offers_prompts_and_shows_the_status(slack, client, page):
    prompts = [{"title": "Try this", "message": "What can you do?"}]
    page.click("[data-place=D_PM]")
    client.assistant_threads_setSuggestedPrompts(channel_id="D_PM", prompts=prompts)
    page.click(".prompt")
    message = slack.wait_for(lambda: slack.messages("D_PM"))[0]
    client.assistant_threads_setStatus(
        channel_id="D_PM", thread_ts=message.ts, status="is thinking..."
    )
    shows(page, "advisor is thinking...")


def test_another_person_sees_another_workspace(slack, client, page):
    client.chat_postEphemeral(channel="C_GENERAL", user="U_PM", text="for Priya")
    shows(page, "for Priya")
    page.click("#person button")
    erik = (
        "[...document.querySelectorAll('[role=menuitem]')]"
        ".find((each) => each.innerText.includes('Erik Lund'))"
    )
    page.wait_for(f"!!{erik}")
    page.run(f"{erik}.click()")
    page.wait_for("location.search === '?user=U_ENG'")
    page.wait_for("!document.body.innerText.includes('for Priya')")


def test_a_stream_is_drawn_as_it_grows(slack, client, page):
    root = slack.person("U_PM").dm("hello")
    page.click("[data-place=D_PM]")
    ts = client.chat_startStream(channel="D_PM", thread_ts=root, markdown_text="one")["ts"]
    shows(page, "writing…")
    client.chat_appendStream(channel="D_PM", ts=ts, markdown_text=" **two**")
    shows(page, "one two")
    client.chat_stopStream(channel="D_PM", ts=ts)
    page.wait_for("!document.body.innerText.includes('writing…')")


def test_a_link_to_the_apps_messages_leads_there(slack, client, page):
    link = section("*You asked:* <slack://app?team=T&id=A&tab=messages|Messages tab>")
    client.views_publish(user_id="U_PM", view=home(link))
    page.click("[data-place=home]")
    shows(page, "You asked:")
    page.run("document.querySelector('.home a').click()")
    page.wait_for("document.querySelector('.place.current').dataset.place.startsWith('D_')")


def test_replies_in_a_thread_that_is_closed_are_marked_as_new(slack, client, page):
    ts = slack.person("U_ENG").say("C_GENERAL", "who knows?")
    shows(page, "who knows?")
    client.chat_postMessage(channel="C_GENERAL", thread_ts=ts, text="I do")
    shows(page, "1 reply · new")
    page.run("document.querySelector('.replies').click()")
    page.wait_for("document.querySelector('.replies').innerText === '1 reply'")


def test_a_file_is_attached_and_shown(slack, page):
    page.wait_for("!!document.querySelector('#composer button[aria-label=\\'Attach a file\\']')")
    page.wait_for(
        "(() => { const field = document.querySelector('#composer input[type=file]');"
        " const chosen = new DataTransfer();"
        " chosen.items.add(new File(['# Churn'], 'churn.md'));"
        " field.files = chosen.files;"
        " field.dispatchEvent(new Event('change', { bubbles: true })); return true; })()"
    )
    shows(page, "churn.md")
    page.click("#composer [type=submit]")
    (message,) = slack.wait_for(lambda: slack.messages("C_GENERAL"))
    assert message.files[0]["name"] == "churn.md"
