"""The HTTP interface: what travels, who asks, and which use case answers."""
