"""Redis or Valkey: what the processes of one installation tell each other, and count together."""
