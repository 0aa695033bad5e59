"""Blocks and views that the tests use."""


def plain(text):
    return {"type": "plain_text", "text": text}


def mrkdwn(text):
    return {"type": "mrkdwn", "text": text}


def section(text="hello", **more):
    return {"type": "section", "text": mrkdwn(text), **more}


def button(text="Go", action_id="go", **more):
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def feedback():
    element = {
        "type": "feedback_buttons",
        "action_id": "feedback",
        "positive_button": {"text": plain("Good"), "value": "up:1"},
        "negative_button": {"text": plain("Bad"), "value": "down:1"},
    }
    return {"type": "context_actions", "elements": [element]}


def text_input(block_id="idea", **more):
    element = {"type": "plain_text_input", "action_id": "text", **more}
    return {"type": "input", "block_id": block_id, "label": plain("Idea"), "element": element}


def modal(*blocks, title="A modal", **more):
    shown = list(blocks) or [section()]
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain(title),
        "submit": plain("Save"),
        "blocks": shown,
        **more,
    }


def home(*blocks):
    return {"type": "home", "blocks": list(blocks) or [section()]}
