"""From what somebody holds, or sends, to the reader she is."""
