"""The app's tabs, end to end."""

from advisor.errors import NoReleaseError


def test_the_home_shows_what_it_can_do_and_the_live_release(bot):
    priya = bot.slack.person("U_PM")
    priya.open_home()
    view = bot.slack.wait_for(lambda: priya.home)
    assert "release 7 of 2026-11-22" in str(view.content)


def test_the_home_opens_without_a_release(bot):
    bot.services.index.error = NoReleaseError()
    priya = bot.slack.person("U_PM")
    priya.open_home()
    view = bot.slack.wait_for(lambda: priya.home)
    assert "No release of the guide is live yet" in str(view.content)


def test_a_prompt_on_the_home_is_answered_as_a_direct_message_with_its_question(bot):
    priya = bot.slack.person("U_PM")
    priya.open_home()
    view = bot.slack.wait_for(lambda: priya.home)
    priya.click_view(view.id, "prompt:1")
    (message,) = bot.slack.wait_for(lambda: bot.slack.bot_messages(priya.direct_message))
    assert message.blocks[0]["text"].startswith(
        "**Question:** Precision or recall for a medical test?"
    )
    assert message.thread_ts is None
    bot.settle()
    priya.dm("and for spam?", message.ts)
    bot.wait_for_replies(message.ts, channel=priya.direct_message)
    turns = bot.answering.questions[1].turns
    assert [turn.question for turn in turns] == ["Precision or recall for a medical test?"]


def test_a_new_direct_message_goes_on_with_the_answer_to_a_prompt(bot):
    priya = bot.slack.person("U_PM")
    priya.open_home()
    priya.click_view(bot.slack.wait_for(lambda: priya.home).id, "prompt:1")
    bot.slack.wait_for(lambda: bot.slack.bot_messages(priya.direct_message))
    bot.settle()
    ts = priya.dm("and for spam?")
    bot.wait_for_replies(ts, channel=priya.direct_message)
    assert bot.answering.questions[1].turns


def test_the_home_says_where_the_answer_to_a_prompt_comes(bot):
    priya = bot.slack.person("U_PM")
    priya.open_home()
    priya.click_view(bot.slack.wait_for(lambda: priya.home).id, "prompt:1")
    bot.slack.wait_for(lambda: "slack://app?team=T_LOCAL&id=A_LOCAL" in str(priya.home.content))
    assert "You asked" in str(priya.home.content)


def test_the_messages_tab_gets_suggested_prompts(bot):
    bot.slack.person("U_PM").open_dm()
    (call,) = bot.slack.wait_for(
        lambda: bot.slack.calls_of("assistant.threads.setSuggestedPrompts")
    )
    assert "Precision or recall?" in str(call)
