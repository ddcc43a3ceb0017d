"""The driving side: HTTP, WebSocket, command line, background loop."""
