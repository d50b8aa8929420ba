"""Every door of the node, enumerated from the code and tried as those who may not enter."""
