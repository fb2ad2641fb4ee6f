"""From reports to clusters that are one flight leg each. Never sees the network or the text."""
