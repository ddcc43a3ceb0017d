"""Hosted Pusher, or a server that speaks its HTTP API."""
