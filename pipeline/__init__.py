"""flightdesk: news to flight-event records. Owns the version and nothing else."""

__version__ = "0.1.0"
