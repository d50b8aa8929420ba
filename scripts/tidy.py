"""Refuses trailing blanks, a missing last newline, CRLF and most files of half a megabyte."""

import sys
from pathlib import Path

LARGEST = 500_000
GROWS = {".lock", ".po"}  # written by scripts, one entry for each package or sentence
TEXT = {".css", ".html", ".js", ".md", ".py", ".sh", ".svg", ".toml", ".yaml"}


def faults(path: Path) -> list[str]:
    """Name what is wrong with one file."""
    if not path.is_file():
        return []
    found = []
    if path.stat().st_size > LARGEST and path.suffix not in GROWS:
        found.append(f"larger than {LARGEST} bytes")
    if path.suffix in TEXT:
        text = path.read_bytes()
        if b"\r\n" in text:
            found.append("has CRLF line ends")
        if text and not text.endswith(b"\n"):
            found.append("does not end with a newline")
        if any(line.rstrip(b"\r") != line.rstrip() for line in text.splitlines()):
            found.append("has blanks at the end of a line")
    return found


def main() -> int:
    """Check the files named; return 1 when any has a fault."""
    told = [f"{name}: {fault}" for name in sys.argv[1:] for fault in faults(Path(name))]
    print("\n".join(told), end="\n" if told else "")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
