"""One SQLite file; a connection for each request."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from fastapi import Depends

SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS accounts (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, salt BLOB NOT NULL, hash BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS tokens (
  hash BLOB PRIMARY KEY, expires REAL NOT NULL, account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE);
CREATE INDEX IF NOT EXISTS tokens_account ON tokens (account);
CREATE TABLE IF NOT EXISTS notes (
  id INTEGER PRIMARY KEY, text TEXT NOT NULL, account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE);
CREATE INDEX IF NOT EXISTS notes_account ON notes (account, id);
"""
# A writer waits this long for its turn.
BUSY_SECONDS = 20

_file = Path(os.environ.get("DATA_DIR", "data")) / "notes.sqlite3"


def prepare() -> None:
    _file.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(_file)
    connection.executescript(SCHEMA)
    connection.close()


def _connect() -> Iterator[sqlite3.Connection]:
    # FastAPI may close it in another thread than the one that opened it; never are two in it at once.
    connection = sqlite3.connect(_file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    try:
        yield connection
    finally:
        connection.close()


Database = Annotated[sqlite3.Connection, Depends(_connect)]
