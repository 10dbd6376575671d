import type { Context, Hono } from 'hono';
import * as v from 'valibot';
import { EXPORT_FORMATS, exportAudit } from '../../audit-export/export-audit.ts';
import type { ApiParts, Asker } from './api-parts.ts';
import { readInput } from './read-input.ts';
import { API_ROOT } from './routes.ts';

const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const wish = v.strictObject({
  format: v.optional(v.picklist(EXPORT_FORMATS, `a format is one of ${EXPORT_FORMATS.join(', ')}`), 'csv'),
  timeZone: v.optional(v.string(), 'UTC'),
  event: v.optional(v.string()),
  since: v.optional(time),
  until: v.optional(time),
});

type Answered = (context: Context, answer: (asker: Asker) => Promise<Response>) => Promise<Response>;

/** Adds `GET /audit/export`: the log as a file, sent as it is read. */
export function addAuditExport(
  app: Hono,
  answered: Answered,
  { auditLog }: Pick<ApiParts, 'auditLog'>,
): void {
  app.get(`${API_ROOT}/audit/export`, (context) =>
    answered(context, async () => {
      const { format, timeZone, event, since, until } = await readInput(context, wish, false);
      const { type, name, body } = await exportAudit(auditLog, {
        format,
        timeZone,
        ...(event !== undefined && { event }),
        ...(since !== undefined && { since }),
        ...(until !== undefined && { until }),
      });
      return context.body(body, 200, {
        'Content-Type': type,
        'Content-Disposition': `attachment; filename="${name}"`,
      });
    }),
  );
}
