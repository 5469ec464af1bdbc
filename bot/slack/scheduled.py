"""All that Slack's scheduler holds of the bot."""

from __future__ import annotations

from typing import Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.faults import code_of

_PAGE: Final = 100


async def let_all_go(client: AsyncWebClient) -> int:
    """Take back every scheduled message; how many there were. Raises one of SLACK_FAULTS.

    What is to be posted within a minute can no longer be taken back.
    """
    held, cursor = [], ""
    while True:
        listed = await client.chat_scheduledMessages_list(limit=_PAGE, cursor=cursor)
        held += [(str(one["channel_id"]), str(one["id"])) for one in listed["scheduled_messages"]]
        cursor = str((listed.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            break
    return sum([await _let_go(client, *one) for one in held])


async def _let_go(client: AsyncWebClient, channel: str, identifier: str) -> bool:
    try:
        await client.chat_deleteScheduledMessage(channel=channel, scheduled_message_id=identifier)
    except SlackApiError as error:
        if code_of(error) != "invalid_scheduled_message_id":
            raise
        return False
    return True
