import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { DataDirectoryError } from './data-directory-error.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Schema } from './schema.ts';

/** A change of the tables did not come to its end, which took back all that were begun. The cause says why. */
export class MigrationError extends Error {
  constructor(where: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      `Cannot bring the database ${where} to the tables of this version (${why}). It is as it was: the version ` +
        'that wrote it still opens it.',
      { cause },
    );
    this.name = 'MigrationError';
  }
}

/**
 * Brings a database to the tables of this version, in one transaction.
 *
 * @param where how the admin knows the database, for the sentence.
 * @throws {DataDirectoryError} `data-newer` where a newer version has changed it; it is left as it is.
 * @throws {MigrationError} where a change fails; it is left as it is, too.
 */
export async function migrate(db: Kysely<Schema>, where: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const ran = await db.selectFrom('kysely_migration').select('name').orderBy('name').execute();
  const change = unknownChange(ran.map(({ name }) => name));
  throw change === undefined ? new MigrationError(where, error) : newerDatabase(where, change);
}

/** The first change of the tables that this version does not know. */
export function unknownChange(ran: readonly string[]): string | undefined {
  return ran.find((name) => !Object.hasOwn(MIGRATIONS, name));
}

/**
 * What is said of a database that a newer version has changed.
 *
 * @param version of the program that had it last, where that is known.
 */
export function newerDatabase(where: string, change: string, version?: string): DataDirectoryError {
  const last = version === undefined ? '' : `; its log says that version ${version} ran last`;
  return new DataDirectoryError(
    'data-newer',
    `The database ${where} was written by a newer version of Open Rooms (it holds the change "${change}", ` +
      `which this version does not know${last}). Start that version or a later one, or restore a backup from before it.`,
  );
}
