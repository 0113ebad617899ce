"""Importing runs on both databases too: the desks are those of the store's tests."""

from tests.store.conftest import desk

__all__ = ["desk"]
