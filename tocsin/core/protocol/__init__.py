"""The peer as a machine without I/O: (state, message) to (decision, messages, store operations).

``peer.Peer`` is the machine, ``store`` what it asks of whoever keeps its state, ``messages`` what
peers say to each other. The owner's word decides everywhere: what is not signed by the owner, not
released to the reader, or older than what is known changes nothing. docs/peer/protocol.md tells it.
"""
