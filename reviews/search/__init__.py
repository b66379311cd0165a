"""Search for readers: texts and queries become the same tokens, and two databases look them up alike."""
