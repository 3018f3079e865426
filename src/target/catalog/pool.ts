import { dirname } from 'node:path';
import { makeFolder } from '../make-folder.ts';
import { errnoOf, ServiceError } from '../service-error.ts';
import { Connection } from './connection.ts';

/** Calls of the database do not wait for anything, so that more would only stand idle. */
const MAX_POOLED = 4;

/** Connections to one database file: a few that are used again and again. Nothing is opened before it is needed. */
export class ConnectionPool {
  readonly #path: string;
  readonly #open = new Set<Connection>();
  readonly #idle: Connection[] = [];
  /** Given a connection that is free, or nothing when one could not be opened: then it is the waiting one's turn to try. */
  readonly #waiting: ((connection: Connection | undefined) => void)[] = [];
  #pooled = 0;
  #isClosed = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** Connections that are open, the pool's and others. */
  get connections(): number {
    return this.#open.size;
  }

  /** Statements that are prepared on them. */
  get statements(): number {
    return [...this.#open].reduce((sum, { statements }) => sum + statements, 0);
  }

  /** Work with a connection that nobody else has meanwhile; waits when all are in use. */
  async use<T>(work: (connection: Connection) => T | Promise<T>): Promise<T> {
    const connection = await this.#take();
    try {
      return await work(connection);
    } finally {
      this.#giveBack(connection);
    }
  }

  /** One more connection, beside the pool's. @throws ServiceError no_database */
  async connect(): Promise<Connection> {
    const Database = await loadDriver();
    if (this.#isClosed) throw new ServiceError('draining', 'the service is ending; try another');
    makeFolder(dirname(this.#path));
    const connection: Connection = new Connection(Database, this.#path, () => this.#open.delete(connection));
    this.#open.add(connection);
    return connection;
  }

  close(): void {
    this.#isClosed = true;
    for (const connection of this.#open) connection.close();
  }

  async #take(): Promise<Connection> {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#pooled >= MAX_POOLED) return (await this.#turn()) ?? (await this.#take());
    this.#pooled += 1;
    try {
      return await this.connect();
    } catch (error) {
      this.#pooled -= 1;
      this.#waiting.shift()?.(undefined);
      throw error;
    }
  }

  #turn(): Promise<Connection | undefined> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #giveBack(connection: Connection): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(connection);
    else next(connection);
  }
}

/**
 * libsql installs without a compiler or a download of its own, and opens several connections to one file, which can leak as
 * those to a server do. lmdb has neither SQL nor connections, better-sqlite3 downloads its binary, and Node 20 has no
 * node:sqlite. The binary is a package for each platform, and optional: the file service works without it.
 */
async function loadDriver() {
  try {
    return (await import('libsql')).default;
  } catch (error) {
    throw new ServiceError(
      'no_database',
      `the catalog has no database here (${errnoOf(error) ?? 'libsql cannot be loaded'}); install the package libsql for ${process.platform}-${process.arch}`,
    );
  }
}
