"""From feeds to archived pages. Decides nothing about what an article says."""
