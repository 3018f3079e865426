"""Notes of people with accounts."""

from typing import Annotated

from fastapi import FastAPI, HTTPException, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from prometheus_client import make_asgi_app
from pydantic import BaseModel, Field

from . import accounts, database
from .accounts import Account
from .database import Database

MOST_NOTES = 1000  # of one account
MOST_ID = 2**63 - 1  # what SQLite can hold

NoteId = Annotated[int, Path(ge=1, le=MOST_ID)]

database.prepare()
app = FastAPI(title="Notes", max_body_size=64 * 1024)
app.include_router(accounts.router)
app.mount("/metrics", make_asgi_app())


@app.exception_handler(RequestValidationError)
def refuse(_: Request, error: RequestValidationError) -> JSONResponse:
    """Says what is wrong and where. What was sent is not repeated: it may be a password."""
    return JSONResponse({"detail": [{"loc": each["loc"], "msg": each["msg"]} for each in error.errors()]}, 422)


class NewNote(BaseModel):
    text: str = Field(min_length=1, max_length=10_000)


@app.get("/health")
def health(db: Database) -> dict:
    db.execute("SELECT 1")
    return {"status": "ok"}


@app.post("/notes", status_code=201)
def write(note: NewNote, account: Account, db: Database) -> dict:
    made = db.execute(
        "INSERT INTO notes (account, text) SELECT ?1, ?2 WHERE (SELECT count(*) FROM notes WHERE account = ?1) < ?3",
        [account["id"], note.text, MOST_NOTES],
    )
    if made.rowcount == 0:
        raise HTTPException(409, f"an account has {MOST_NOTES} notes at most")
    return {"id": made.lastrowid, "text": note.text}


@app.get("/notes")
def find(
    account: Account,
    db: Database,
    q: Annotated[str, Query(max_length=100)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    before: Annotated[int, Query(ge=1, le=MOST_ID)] = MOST_ID,
) -> dict:
    """The newest first; those that have `q` in them, and an id below `before`."""
    rows = db.execute(
        "SELECT id, text FROM notes WHERE account = ? AND id < ? AND instr(text, ?) > 0 ORDER BY id DESC LIMIT ?",
        [account["id"], before, q, limit],
    ).fetchall()
    return {"items": [dict(row) for row in rows]}


@app.get("/notes/{note_id}")
def read(note_id: NoteId, account: Account, db: Database) -> dict:
    row = db.execute(
        "SELECT id, text FROM notes WHERE id = ? AND account = ?", [note_id, account["id"]]
    ).fetchone()
    if row is None:
        raise HTTPException(404, "there is no such note")
    return dict(row)


@app.delete("/notes/{note_id}", status_code=204)
def remove(note_id: NoteId, account: Account, db: Database) -> None:
    gone = db.execute("DELETE FROM notes WHERE id = ? AND account = ?", [note_id, account["id"]])
    if gone.rowcount == 0:
        raise HTTPException(404, "there is no such note")
