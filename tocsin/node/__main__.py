"""``python -m tocsin.node``: the same as ``tocsin``."""

from tocsin.node.cli import main

main()
