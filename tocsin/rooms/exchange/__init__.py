"""What flows between this node and the nodes of other bureaus, under its owner's control.

Kept here: peers and their lines, feeds and the ledger of holders, copies and quarantine, what peers
said of their journals, shelves of foreign STIX objects. Verbs: peer.*, copy.*, quarantine.*. May
use: register, release, bureaus, journal. Follows the register through the change feed; the only
room that calls out, through web/fetch.
"""
