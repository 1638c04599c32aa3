"""Tags and filters that the pages use."""
