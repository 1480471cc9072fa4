"""Outcomes written out for people."""
