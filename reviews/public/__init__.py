"""The readers' side: public pages, lists, feeds. Reads `Edition` and what hangs on it, never the working copy."""
