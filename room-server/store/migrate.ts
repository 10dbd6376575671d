import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { DataDirectoryError } from './data-directory-error.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Schema } from './schema.ts';

/**
 * Brings a database to the tables of this version, in one transaction.
 *
 * @param where how the admin knows the database, for the sentence.
 * @throws {DataDirectoryError} `data-newer` where a newer version has changed it; it is left as it is.
 */
export async function migrate(db: Kysely<Schema>, where: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const ran = await db.selectFrom('kysely_migration').select('name').orderBy('name').execute();
  const unknown = ran.find(({ name }) => !Object.hasOwn(MIGRATIONS, name));
  if (unknown === undefined) throw error;
  throw new DataDirectoryError(
    'data-newer',
    `The database ${where} was written by a newer version of Open Rooms (it holds the change "${unknown.name}", ` +
      'which this version does not know). Start that version or a later one, or restore a backup from before it.',
  );
}
