"""Tocsin: a bureau's own node for warning of CBRNE threats, with the owner in control."""

__version__ = "0.1.0"
