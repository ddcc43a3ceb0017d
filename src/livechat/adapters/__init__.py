"""The driven side: each module answers one port with one technology."""
