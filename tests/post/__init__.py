"""The gateway: letters out, letters in, and what happens when the world misbehaves."""
