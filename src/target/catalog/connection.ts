import type { Database } from 'libsql';
import type { Dataset, Expected, Listed, Refusal } from './catalog-store.ts';

/** Another connection has the write lock no longer than one small transaction. */
const BUSY_TIMEOUT_MS = 1000;
/** Names are ASCII: nothing that begins with a prefix comes after the prefix and this. */
const AFTER_ALL = '\u{10ffff}';

/**
 * A write-ahead log lets readers and the writer work at the same time, and `synchronous=NORMAL` forces it to the disk at
 * checkpoints only: what was acknowledged survives the service, not the power.
 */
const SETUP = `
  PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS};
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS dataset (
    name TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    value TEXT NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`;

interface Row {
  name: string;
  version: number;
  value: string;
  updated_at: number;
}

/** One connection to the database with its prepared statements. Every call is one short transaction. */
export class Connection {
  readonly #database: Database;
  readonly #statements;
  readonly #onClose: () => void;

  /** @throws the driver's error when the file cannot be opened */
  constructor(open: new (path: string) => Database, path: string, onClose: () => void) {
    this.#database = new open(path);
    this.#database.exec(SETUP);
    this.#statements = prepare(this.#database);
    this.#onClose = onClose;
  }

  /** Prepared statements that it holds. */
  get statements(): number {
    return Object.keys(this.#statements).length;
  }

  count(): number {
    const { count } = this.#statements.count.get() as { count: number };
    return count;
  }

  read(name: string): Dataset | undefined {
    const row = this.#statements.read.get(name) as Row | undefined;
    if (row === undefined) return undefined;
    return { name: row.name, version: row.version, value: row.value, updatedAtMs: row.updated_at };
  }

  create(name: string, value: string): Dataset | undefined {
    const updatedAtMs = Date.now();
    const { changes } = this.#statements.create.run(name, value, updatedAtMs);
    return changes === 0 ? undefined : { name, version: 1, value, updatedAtMs };
  }

  /** Compare and swap, in the database: the row changes only if it still has the version that was expected. */
  update(name: string, expected: Expected, value: string): Dataset | Refusal {
    const version = this.#acceptable(name, expected);
    if (typeof version === 'string') return version;
    const updatedAtMs = Date.now();
    const { changes } = this.#statements.update.run(value, updatedAtMs, name, version);
    if (changes === 0) return this.#refusal(name);
    return { name, version: version + 1, value, updatedAtMs };
  }

  remove(name: string, expected: Expected): 'removed' | Refusal {
    const version = this.#acceptable(name, expected);
    if (typeof version === 'string') return version;
    return this.#statements.remove.run(name, version).changes === 0 ? this.#refusal(name) : 'removed';
  }

  list(prefix: string, after: string, limit: number): Listed[] {
    const rows = this.#statements.list.all(after, prefix, prefix + AFTER_ALL, limit) as Row[];
    return rows.map(({ name, version }) => ({ name, version }));
  }

  close(): void {
    this.#database.close();
    this.#onClose();
  }

  /** The one version to swap: that which was expected, or, where several are, the current one if it is among them. */
  #acceptable(name: string, expected: Expected): number | Refusal {
    if (expected !== 'any' && expected.length === 1 && expected[0] !== undefined) return expected[0];
    const current = this.read(name)?.version;
    if (current === undefined) return 'missing';
    return expected === 'any' || expected.includes(current) ? current : 'conflict';
  }

  #refusal(name: string): Refusal {
    return this.read(name) === undefined ? 'missing' : 'conflict';
  }
}

function prepare(database: Database) {
  return {
    count: database.prepare('SELECT count(*) AS count FROM dataset'),
    read: database.prepare('SELECT name, version, value, updated_at FROM dataset WHERE name = ?'),
    create: database.prepare(
      'INSERT INTO dataset (name, version, value, updated_at) VALUES (?, 1, ?, ?) ON CONFLICT DO NOTHING',
    ),
    update: database.prepare(
      'UPDATE dataset SET version = version + 1, value = ?, updated_at = ? WHERE name = ? AND version = ?',
    ),
    remove: database.prepare('DELETE FROM dataset WHERE name = ? AND version = ?'),
    list: database.prepare(
      'SELECT name, version FROM dataset WHERE name > ? AND name >= ? AND name < ? ORDER BY name LIMIT ?',
    ),
  };
}
