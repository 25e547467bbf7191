"""Damaged zip archives: what Python raises of them."""

from __future__ import annotations

import zipfile
import zlib

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, RuntimeError)
"""Raised where an archive or a member of it is cut, altered, missing, locked or compressed in an unknown way.

A name that is no text raises a kind of ValueError, an unknown compression a kind of RuntimeError.
"""
