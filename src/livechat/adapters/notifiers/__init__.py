"""Ways to tell everyone who listens."""
