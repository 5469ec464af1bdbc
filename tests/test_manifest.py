"""The manifest holds what Slack allows in one, and asks for what Usher listens to and nothing else."""

import pytest

from bot.manifest import SCOPES, manifest

# docs.slack.dev/reference/app-manifest
KEYS = {
    "display_information": {"name", "description"},
    "features": {"agent_view", "app_home", "bot_user", "shortcuts", "slash_commands", "unfurl_domains"},
    "oauth_config": {"scopes"},
    "settings": {
        "event_subscriptions",
        "interactivity",
        "org_deploy_enabled",
        "socket_mode_enabled",
        "token_rotation_enabled",
    },
}
# an event -> a scope without which Slack refuses to send it; app_home_opened needs none
EVENT_SCOPES = {
    "app_mention": "app_mentions:read",
    "link_shared": "links:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
}


@pytest.mark.parametrize("socket", [True, False])
def test_the_manifest_is_one_that_slack_takes(socket):
    made = manifest("https://usher.example.org", socket=socket, sites=[f"birds{n}.example" for n in range(9)])
    for part, held in made.items():
        assert set(held) <= KEYS[part] | {"redirect_urls"}, part
    features = made["features"]
    assert len(made["display_information"]["name"]) <= 35
    assert len(made["display_information"]["description"]) <= 140
    assert len(features["unfurl_domains"]) <= 5
    assert len(features["shortcuts"]) <= 10
    assert len(features["agent_view"]["suggested_prompts"]) <= 4
    for command in features["slash_commands"]:
        assert command["command"].startswith("/")
        assert len(command["command"]) <= 32
        assert ("url" in command) != socket
    assert made["settings"]["socket_mode_enabled"] is socket


def test_every_event_has_the_scope_that_it_needs():
    made = manifest(socket=True)
    asked = set(made["oauth_config"]["scopes"]["bot"])
    assert asked == set(SCOPES)
    for event in made["settings"]["event_subscriptions"]["bot_events"]:
        assert event == "app_home_opened" or EVENT_SCOPES[event] in asked, event
