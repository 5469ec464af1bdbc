"""The bot in a chat that looks like Slack, on this machine alone: the same app over the same signed requests.

Behind it stands a workspace with made-up people, whose clock can be set.
"""
