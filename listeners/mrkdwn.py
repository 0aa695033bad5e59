"""Makes text of documents, models and users harmless for Slack: no notification, no foreign link."""

import re
import unicodedata
from collections.abc import Callable

_KEPT_CONTROLS = "\n\t"
_INVISIBLE = ("Cc", "Cf", "Co", "Cs")
# Full-width twins of the signs that Slack gives a meaning to, should a client fold them.
_TWINS = str.maketrans("\uff1c\uff1e\uff20\uff06", "<>@&")
_BROADCAST = re.compile(r"@(?=(?:channel|here|everyone|group)\b)", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\(((?:[^()\\\n]|\\.|\([^()\n]*\))*)\)")
_REFERENCE = re.compile(r"^( {0,3}\[[^\]\n]+\]):", re.MULTILINE)
_QUOTE_MARK = re.compile(r"^(?: {0,3}&gt; ?)+", re.MULTILINE)
_ADDRESS = re.compile(
    r"(?P<scheme>\b[a-z][a-z0-9+.-]{1,20}://|\b(?:mailto|tel|sms|javascript|vbscript|slack|file):"
    r"|\bdata:(?=[a-z]+/)|(?<![\w/@])//(?=[\w-]+\.))(?P<rest>[^\s<>`\"'\])]+)"
    r"|(?P<bare>\bwww\.[^\s<>`\"'\])]+|\b(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,20}/[^\s<>`\"'\])]*)",
    re.IGNORECASE,
)
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1", re.DOTALL)
_HEADING = re.compile(r"^ {0,3}#{1,6} +(.+?) *#*$", re.MULTILINE)
_BULLET = re.compile(r"^( *)[-*+] +", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(```|~~~)", re.MULTILINE)
# A placeholder for a link that stays; the cleaned text has no characters of private use.
_OPEN, _CLOSE = "\ue000", "\ue001"
# After an @, it is not seen and keeps the word from being read as a mention.
_WORD_JOINER = "\u2060"


def clean(text: str) -> str:
    """Returns the text without invisible characters: controls, zero-width, direction marks, tags."""
    visible = (
        character
        for character in text.replace("\r\n", "\n").replace("\r", "\n")
        if character in _KEPT_CONTROLS or unicodedata.category(character) not in _INVISIBLE
    )
    return "".join(visible).translate(_TWINS)


def escape(text: str) -> str:
    """Returns plain text for a place where Slack reads mrkdwn."""
    return _as_entities(clean(text))


def harmless(text: str, *, own_url: str = "") -> str:
    """Returns Markdown for a `markdown` block: only links below `own_url` are left in it.

    A foreign link or image keeps its text; a bare foreign address becomes code without its scheme.
    """
    return _rebuild(text, own_url=own_url, link=lambda label, target: f"[{label}]({target})")


def to_mrkdwn(text: str, *, own_url: str = "") -> str:
    """Returns Markdown rewritten as mrkdwn, for views, which have no `markdown` block."""
    safe = _rebuild(text, own_url=own_url, link=lambda label, target: f"<{target}|{label}>")
    safe = _HEADING.sub(r"**\1**", safe)
    return _BULLET.sub(r"\1• ", _STRONG.sub(r"*\2*", safe))


def to_plain(text: str) -> str:
    """Returns the text without Markdown's signs, for notifications and screen readers."""
    safe = _rebuild(text, own_url="", link=lambda label, _target: label)
    return _STRONG.sub(r"\2", _HEADING.sub(r"\1", safe)).replace("`", "")


def is_own(target: str, *, own_url: str) -> bool:
    """Whether a link leads to the guide itself: at or below its address."""
    root = own_url.rstrip("/")
    if not root or ".." in target or any(sign in target for sign in "<>|`\\ \n"):
        return False
    return target == root or target.startswith((root + "/", root + "#", root + "?"))


def _rebuild(text: str, *, own_url: str, link: Callable[[str, str], str]) -> str:
    kept: list[str] = []

    def keep(label: str, target: str) -> str:
        kept.append(link(escape(label), escape(target)))
        return f"{_OPEN}{len(kept) - 1}{_CLOSE}"

    def replace_link(match: re.Match[str]) -> str:
        label, target = match.group(1), match.group(2).strip()
        is_image = match.group(0).startswith("!")
        own = is_own(target, own_url=own_url) and not is_image
        return keep(label, target) if own else label

    text = clean(text)
    before = None
    while text != before:
        before, text = text, _LINK.sub(replace_link, text)
    # What still looks like a link or a definition of one is taken apart.
    text = _REFERENCE.sub(r"\1 :", text.replace("](", "] ("))
    text = _defang_addresses(text, own_url=own_url, keep=keep if own_url else None)
    text = _QUOTE_MARK.sub(lambda match: match.group(0).replace("&gt;", ">"), _as_entities(text))
    return re.sub(f"{_OPEN}(\\d+){_CLOSE}", lambda match: kept[int(match.group(1))], text)


def _as_entities(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _BROADCAST.sub("@" + _WORD_JOINER, escaped)


def _defang_addresses(text: str, *, own_url: str, keep: Callable[[str, str], str] | None) -> str:
    def defang(match: re.Match[str]) -> str:
        address = match.group(0)
        if keep and is_own(address.rstrip(".,;:!?"), own_url=own_url):
            return address
        shown = (match.group("rest") or match.group("bare") or "").rstrip("/")
        tail = shown[len(shown.rstrip(".,;:!?")) :]
        shown = shown.removesuffix(tail) if tail else shown
        if not shown:
            return ""
        return shown + tail if _is_in_code(text, match.start()) else f"`{shown}`{tail}"

    before = None
    while text != before:
        before, text = text, _ADDRESS.sub(defang, text)
    return text


def _is_in_code(text: str, position: int) -> bool:
    """Whether a position lies in inline code or a fence: there, no backticks are added."""
    line = text[text.rfind("\n", 0, position) + 1 : position]
    if line.count("`") % 2:
        return True
    return len(_FENCE.findall(text, 0, position)) % 2 == 1
