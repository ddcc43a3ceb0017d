"""Our own Pusher Channels server: it lives where browsers come in, and knows nothing of chats."""
