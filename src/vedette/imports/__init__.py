"""Imports: other coders' tables of events brought onto a desk, beside ours, for comparison, history and forecasting."""
