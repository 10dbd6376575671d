import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { Refused } from '@open-rooms/protocol';
import { sqliteTroubleOf } from '@open-rooms/protocol/node';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from 'kysely';

/** Prepared statements kept; a room has a few dozen, so that only generated SQL could ever push one out. */
const MAX_STATEMENTS = 128;

/**
 * Kysely over node:sqlite. Queries reject with `Refused` (`unavailable`) where the disk is full or gone or
 * somebody else holds the database: the room lives on and says so.
 */
export function nodeSqliteDialect(database: DatabaseSync): Dialect {
  return {
    createDriver: () => new NodeSqliteDriver(database),
    createAdapter: () => new NodeSqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

class NodeSqliteDriver extends SqliteDriver {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    super({ database: new StatementCache(database) });
    this.#database = database;
  }

  /** Takes the write lock at once: a transaction that reads first cannot wait for it later (SQLITE_BUSY_SNAPSHOT). */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** SQLite has rolled back by itself after some errors, a full disk among them. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection);
  }
}

class NodeSqliteAdapter extends SqliteAdapter {
  /** Kysely leaves it off for the sake of pragmas. With it, a kill during a migration leaves all of it or nothing. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class StatementCache implements SqliteDatabase {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, SqliteStatement>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  prepare(sql: string): SqliteStatement {
    const kept = this.#statements.get(sql);
    if (kept) return kept;
    const [oldest] = this.#statements.keys();
    if (oldest !== undefined && this.#statements.size >= MAX_STATEMENTS) this.#statements.delete(oldest);
    const statement = adapt(orRefused(() => this.#database.prepare(sql)));
    this.#statements.set(sql, statement);
    return statement;
  }

  close(): void {
    this.#database.close();
  }
}

function adapt(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    // node:sqlite gives rows without a prototype: equal to no object literal.
    all: (parameters) =>
      orRefused(() => statement.all(...parameters.map(bindable)).map((row) => ({ ...row }))),
    run: (parameters) => orRefused(() => statement.run(...parameters.map(bindable))),
    iterate: (parameters) => orRefused(() => statement.iterate(...parameters.map(bindable))),
  };
}

/** SQLite has no booleans, and node:sqlite converts nothing. */
function bindable(value: unknown): SQLInputValue {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'bigint' || value instanceof Uint8Array) return value;
  throw new TypeError(`Cannot bind a value of type ${typeof value} to an SQL parameter: convert it first.`);
}

function orRefused<T>(query: () => T): T {
  try {
    return query();
  } catch (error) {
    const trouble = sqliteTroubleOf(error);
    if (!(error instanceof Error) || trouble === undefined || trouble === 'damaged') throw error;
    // No path in it: the sentence also goes to peers.
    const refusal = new Refused(
      'unavailable',
      `The room cannot use its database (${error.message}). Its admin has to mend that; try again later.`,
    );
    refusal.cause = error;
    throw refusal;
  }
}
