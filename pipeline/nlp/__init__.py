"""From an article to mentions, reports and claims. Never sees the store or the network."""
