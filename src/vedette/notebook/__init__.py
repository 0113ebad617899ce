"""Vedette in notebooks and scripts: `vedette.code(text)`, desks, and results that draw themselves as HTML.

The topmost room beside cli/: it calls stages, and reads files as `vedette code` does; nothing imports it but the
package's public names.
"""
