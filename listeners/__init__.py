"""The Slack side: from what Slack delivers to what the core is asked, and back as messages."""
