"""The Slack app manifest: what Slack must know of Usher, made from what Usher listens to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from bot.installing import redirect_address
from bot.links import PAPER_SITES
from bot.slack import agent, home, leaving, mentions, shortcut, unfurls

MOST_SITES: Final = 5  # domains whose links Slack tells an app of
EVENTS_PATH: Final = "/slack/events"
_NOWHERE: Final = "https://usher.example.com"  # to be filled in: without Socket Mode Slack wants an address

# command -> what Slack shows beside it: description and usage hint
_COMMANDS: Final = {
    "/paper": ("Find a paper, a talk or its authors", "words of a title, a name or a topic"),
    "/session": ("What is on, and when", "now, tue 11am, tomorrow morning"),
    "/usher": ("Your schedule, your settings, or a question that only you see", "my schedule, settings, help"),
}
# what is suggested before Usher sees who asks, and when: title and message
_PROMPTS: Final = ("What's on now?", "What's next?", "What can I ask?")
_EVENTS: Final = sorted({*mentions.EVENTS, agent.EVENT, home.EVENT, unfurls.EVENT})
# scope -> what it is for
SCOPES: Final = {
    "app_mentions:read": "be asked by @-mention",
    "assistant:write": "suggest questions to who opens a direct message",
    "channels:history": "read the thread that a question is asked in, and be asked on there",
    "chat:write": "answer",
    "commands": "be asked by command",
    "files:write": "send a calendar file",
    "groups:history": "the same thread in a private channel",
    "im:history": "be asked in a direct message",
    "im:write": "open the direct message that a calendar file goes to",
    "links:read": "be told of links to papers and to the conference's own pages",
    "links:write": "show what such a link leads to",
    "mpim:history": "the same thread in a group message",
    "users:read": "show times in each person's zone, and admins how the programme is",
}


def manifest(
    url: str | None = None,
    *,
    socket: bool = False,
    sites: Sequence[str] = (),
    many: bool = False,
    rotate: bool = False,
) -> dict[str, Any]:
    """The manifest, to be given to Slack as JSON, for Usher at *url* (https://…) or in Socket Mode.

    *many* workspaces, or a whole organisation, may install it; *rotate* lets its tokens end after twelve hours.
    *sites* are hosts of the programme's own pages, which links are shown of besides those to papers.
    """
    address = (url or _NOWHERE).rstrip("/") + EVENTS_PATH
    at = {} if socket else {"url": address}
    to = {} if socket else {"request_url": address}
    back = {"redirect_urls": [redirect_address(url or _NOWHERE)]} if many else {}
    events = sorted({*_EVENTS, *leaving.EVENTS}) if many else _EVENTS
    options = {} if socket else {"message_menu_options_url": address}  # where a search for a time zone is answered
    return {
        "display_information": {
            "name": "Usher",
            "description": "Knows the conference: papers, talks, sessions and times.",
        },
        "features": {
            "agent_view": {
                "agent_description": "Answers from the conference programme: papers, talks, sessions, times.",
                "suggested_prompts": [{"title": text, "message": text} for text in _PROMPTS],
            },
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "usher", "always_online": True},
            "shortcuts": [
                {
                    "name": "Find this paper",
                    "type": "message",
                    "callback_id": shortcut.CALLBACK,
                    "description": "Look in the programme for what a message is about",
                }
            ],
            "slash_commands": [
                {"command": command, "description": said, "usage_hint": hint, "should_escape": False, **at}
                for command, (said, hint) in _COMMANDS.items()
            ],
            "unfurl_domains": [*PAPER_SITES, *sites][:MOST_SITES],
        },
        "oauth_config": {**back, "scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": events, **to},
            "interactivity": {"is_enabled": True, **to, **options},
            "org_deploy_enabled": many,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": rotate,
        },
    }
