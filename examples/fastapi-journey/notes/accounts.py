"""Accounts with a password, and the tokens that they get for it."""

import hashlib
import os
import secrets
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm
from pydantic import BaseModel, Field

from .database import Database

TOKEN_SECONDS = int(os.environ.get("TOKEN_SECONDS", "3600"))
# A hash takes 16 MiB and a twentieth of a second of a core. In threads of their own, because malloc keeps the 16 MiB for
# each thread that has had them once, and requests come in forty.
_hashers = ThreadPoolExecutor(max_workers=2)

router = APIRouter()
Bearer = Annotated[str, Depends(OAuth2PasswordBearer(tokenUrl="token"))]


class NewAccount(BaseModel):
    name: str = Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")
    password: str = Field(min_length=8, max_length=128)


@router.post("/accounts", status_code=201)
def create(account: NewAccount, db: Database) -> dict:
    if db.execute("SELECT 1 FROM accounts WHERE name = ?", [account.name]).fetchone():
        raise HTTPException(409, "the name is taken")
    salt = os.urandom(16)
    row = [account.name, salt, _hash(account.password, salt)]
    try:
        made = db.execute("INSERT INTO accounts (name, salt, hash) VALUES (?, ?, ?)", row)
    except sqlite3.IntegrityError:  # somebody else was faster
        raise HTTPException(409, "the name is taken") from None
    return {"id": made.lastrowid, "name": account.name}


@router.post("/token")
def token(form: Annotated[OAuth2PasswordRequestForm, Depends()], db: Database) -> dict:
    row = db.execute("SELECT id, salt, hash FROM accounts WHERE name = ?", [form.username]).fetchone()
    # Who is unknown waits as long as who has the wrong password: times tell no names.
    given = _hash(form.password[:128], row["salt"] if row else b"")
    if row is None or not secrets.compare_digest(given, row["hash"]):
        raise HTTPException(400, "wrong name or password")
    value = secrets.token_urlsafe(32)
    db.execute("DELETE FROM tokens WHERE account = ? AND expires < ?", [row["id"], time.time()])
    db.execute(
        "INSERT INTO tokens (hash, expires, account) VALUES (?, ?, ?)",
        [_token_hash(value), time.time() + TOKEN_SECONDS, row["id"]],
    )
    return {"access_token": value, "token_type": "bearer", "expires_in": TOKEN_SECONDS}


def _current(bearer: Bearer, db: Database) -> sqlite3.Row:
    row = db.execute(
        "SELECT accounts.id, name FROM tokens JOIN accounts ON accounts.id = account WHERE tokens.hash = ? AND expires > ?",
        [_token_hash(bearer), time.time()],
    ).fetchone()
    if row is None:
        raise HTTPException(401, "the token is not, or no longer, good", {"WWW-Authenticate": "Bearer"})
    return row


Account = Annotated[sqlite3.Row, Depends(_current)]


@router.get("/accounts/me")
def me(account: Account) -> dict:
    return dict(account)


@router.delete("/accounts/me", status_code=204)
def leave(account: Account, db: Database) -> None:
    db.execute("DELETE FROM accounts WHERE id = ?", [account["id"]])


def _hash(password: str, salt: bytes) -> bytes:
    return _hashers.submit(hashlib.scrypt, password.encode(), salt=salt, n=2**14, r=8, p=1).result()


def _token_hash(value: str) -> bytes:
    return hashlib.sha256(value.encode()).digest()
