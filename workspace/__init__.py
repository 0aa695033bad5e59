"""A local Slack: Web API, Socket Mode, signed HTTP delivery and a page, on 127.0.0.1 only.

It imports nothing of this project and speaks only Slack's protocol.
"""
