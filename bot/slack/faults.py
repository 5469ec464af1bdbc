"""What a call to Slack may end in, where Slack is down, slow or odd."""

from typing import Final

import aiohttp
from slack_sdk.errors import SlackClientError

# slack_sdk passes on whatever its own reading of an odd answer stumbles over
SLACK_FAULTS: Final = (
    SlackClientError, aiohttp.ClientError, OSError, LookupError, TypeError, ValueError, AttributeError,
)
