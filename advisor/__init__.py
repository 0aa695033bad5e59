"""The core of the AI PM Advisor: it answers from the guide and knows no Slack."""
