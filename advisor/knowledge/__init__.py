"""Pages that come from Slack, and what is known of all pages: how often they are cited, how old they are."""
