"""The journal's proof: Merkle tree, leaves with salted commitments, checkpoints, export, verify.

An entry is append-only and erasable at once: the tree holds the leaf's hash, the leaf holds only
salted commitments, and what they commit to lies beside it and can go.
"""
