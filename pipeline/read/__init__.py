"""From archived pages to articles. Knows nothing of flights."""
