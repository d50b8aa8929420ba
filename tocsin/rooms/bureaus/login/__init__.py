"""How people log in: allauth with our rules, and what their session says of bureau and purpose.

No sign-up, no reset by mail: an account comes from ``officer.add``, a reset from two officers.
"""
