"""What people do with a chat: one use case a file, and the ports they need."""
