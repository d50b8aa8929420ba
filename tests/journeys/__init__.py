"""What people do, told in a real browser against a real node with its worker."""
