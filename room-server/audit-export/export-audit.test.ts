import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import {
  type AuditContent,
  type AuditHead,
  auditExportSchema,
  auditOrigin,
  feedIdOf,
  type SealedEntry,
  sealEntry,
  signHead,
  verifyExport,
} from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { fixedKeys } from '@open-rooms/protocol/testing';
import * as v from 'valibot';
import { memoryAudit } from '../store/memory/audit.ts';
import type { AuditSource } from '../store/ports/audit.ts';
import { type ExportWish, exportAudit } from './export-audit.ts';

const keys = fixedKeys(sodium, 1);
const KEY = { ...keys, id: feedIdOf(keys.publicKey) };
const AT = Date.UTC(2026, 6, 1, 22, 30, 5);
const ZONE = 'Europe/Berlin';

type Told = Partial<Omit<AuditContent, 'id'>>;

function sealed(told: readonly Told[]): { entries: SealedEntry[]; head: AuditHead } {
  let hash = auditOrigin(sodium, KEY.id);
  const plain = {
    at: AT,
    event: 'ban_add',
    by: 'operator',
    address: null,
    subject: '',
    message: '',
    reason: '',
  };
  const entries = told.map((more, index) => {
    const made = sealEntry(sodium, KEY, { id: index + 1, ...plain, ...more }, hash);
    hash = made.hash;
    return made.entry;
  });
  return { entries, head: signHead(sodium, KEY, { id: entries.length, hash }) };
}

async function sourceOf(told: readonly Told[]): Promise<AuditSource> {
  const store = memoryAudit();
  const { entries, head } = sealed(told);
  if (entries.length > 0) await store.append(entries, head);
  return {
    room: KEY.id,
    chain: async (filter, limit, after) => ({
      entries: await store.after(after, filter, limit),
      head: (await store.head()) ?? null,
    }),
  };
}

async function exported(told: readonly Told[], wish: Partial<ExportWish> & Pick<ExportWish, 'format'>) {
  const { type, name, body } = await exportAudit(await sourceOf(told), { timeZone: ZONE, ...wish });
  return { type, name, bytes: new Uint8Array(await new Response(body).arrayBuffer()) };
}

async function textOf(...args: Parameters<typeof exported>): Promise<string> {
  return new TextDecoder().decode((await exported(...args)).bytes);
}

describe('a log as CSV', () => {
  test('has a line of titles, the oldest first, dates of UTC and of the zone', async () => {
    const told = [
      { address: '203.0.113.7', subject: 'bob' },
      { event: 'ban_lift', at: AT + 1 },
    ];
    assert.equal(
      await textOf(told, { format: 'csv' }),
      'id,date (UTC),date (Europe/Berlin),event,user,address,subject,message,reason\r\n' +
        '1,2026-07-01T22:30:05.000Z,2026-07-02 00:30:05,ban_add,operator,203.0.113.7,bob,,\r\n' +
        '2,2026-07-01T22:30:05.001Z,2026-07-02 00:30:05,ban_lift,operator,,,,\r\n',
    );
  });

  test('quotes as RFC 4180 says, and lets nothing begin a formula', async () => {
    const reasons = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', 'a,"b"', '=HYPERLINK("x","y")', 'a=1'];
    const lines = (
      await textOf(
        reasons.map((reason) => ({ reason })),
        { format: 'csv' },
      )
    ).split('\r\n');
    const cells = lines.slice(1, -1).map((line) => line.split(',operator,,,,')[1]);
    assert.deepEqual(cells, [
      "'=1+1",
      "'+1",
      "'-1",
      "'@SUM(A1)",
      "'\tx",
      '"a,""b"""',
      `"'=HYPERLINK(""x"",""y"")"`,
      'a=1',
    ]);
  });

  test('of feed ids, too, which begin with an at sign', async () => {
    assert.match(
      await textOf([{ by: KEY.id }], { format: 'csv' }),
      new RegExp(`,'${KEY.id.replace(/[+/]/g, '.')},`),
    );
  });
});

describe('a log as JSON', () => {
  const read = (text: string) => v.parse(auditExportSchema, JSON.parse(text));

  test('is verified elsewhere, whole', async () => {
    // More than a page.
    const told = Array.from({ length: 450 }, (_, n) => ({ subject: `${n}`, address: '2001:db8::1' }));
    const log = read(await textOf(told, { format: 'json' }));
    assert.deepEqual([log.room, log.complete, log.head?.id], [KEY.id, true, 450]);
    assert.deepEqual(verifyExport(sodium, KEY.id, log), { entries: 450, fault: undefined });
    const cut = { ...log, entries: log.entries.toSpliced(300, 1) };
    assert.equal(verifyExport(sodium, KEY.id, cut).fault?.why, 'Entry 301 is missing.');
  });

  test('of one event is an excerpt, and verified as one', async () => {
    const told = [{}, { event: 'ban_lift' }, {}, { event: 'ban_lift' }];
    const log = read(await textOf(told, { format: 'json', event: 'ban_lift' }));
    assert.deepEqual([log.complete, log.entries.map(({ id }) => id)], [false, [2, 4]]);
    assert.deepEqual(verifyExport(sodium, KEY.id, log), { entries: 2, fault: undefined });
  });

  test('of nothing is JSON as well', async () => {
    const log = read(await textOf([], { format: 'json' }));
    assert.deepEqual([log.entries, log.head, verifyExport(sodium, KEY.id, log).fault], [[], null, undefined]);
    assert.deepEqual(read(await textOf([{}], { format: 'json', event: 'x' })).entries, []);
  });
});

/** The files in a ZIP archive, by its central directory. */
function unzip(bytes: Uint8Array): Map<string, string> {
  const archive = Buffer.from(bytes);
  const files = new Map<string, string>();
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [packed, nameLength] = [archive.readUInt32LE(at + 20), archive.readUInt16LE(at + 28)];
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const local = archive.readUInt32LE(at + 42);
    const data = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const raw = archive.subarray(data, data + packed);
    const isStored = archive.readUInt16LE(at + 10) === 0;
    files.set(name, (isStored ? raw : inflateRawSync(raw)).toString('utf8'));
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return files;
}

/** The cells of a sheet, by their addresses; text is looked up. */
function cellsOf(files: Map<string, string>): Map<string, string> {
  const text = (xml: string) =>
    xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  const shared = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<si><t[^>]*>([^<]*)<\/t><\/si>/g)];
  const sheet = files.get('xl/worksheets/sheet1.xml') ?? '';
  assert.ok(!sheet.includes('<f>'), 'no cell is a formula');
  const cells = new Map<string, string>();
  for (const [, attributes = '', value = ''] of sheet.matchAll(/<c ([^>]*)><v>([^<]*)<\/v><\/c>/g)) {
    const address = /r="([A-Z]+\d+)"/.exec(attributes)?.[1] ?? '';
    cells.set(address, attributes.includes('t="s"') ? text(shared[Number(value)]?.[1] ?? '?') : value);
  }
  return cells;
}

describe('a log as a sheet', () => {
  const day = 24 * 60 * 60_000;
  /** Days since 1899-12-30, which is what a date is in a sheet. */
  const serial = (ms: number) => ms / day + 25_569;

  test('holds every cell, dates as dates, text as text', async () => {
    const told = [{ address: '203.0.113.7', subject: KEY.id, reason: '=1+1' }, { message: '<b>&"é🚀' }];
    const { type, name, bytes } = await exported(told, { format: 'xlsx' });
    assert.deepEqual(
      [type, name],
      ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'audit.xlsx'],
    );
    const files = unzip(bytes);
    const cells = cellsOf(files);
    assert.deepEqual(
      ['A1', 'B1', 'C1', 'I1', 'A2', 'D2', 'E2', 'F2', 'G2', 'I2', 'A3', 'H3'].map((cell) => cells.get(cell)),
      [
        'id',
        'date (UTC)',
        'date (Europe/Berlin)',
        'reason',
        '1',
        'ban_add',
        'operator',
        '203.0.113.7',
        KEY.id,
        '=1+1',
        '2',
        '<b>&"é🚀',
      ],
    );
    assert.ok(Math.abs(Number(cells.get('B2')) - serial(AT)) < 1 / day);
    assert.ok(Math.abs(Number(cells.get('C2')) - serial(AT + 2 * 60 * 60_000)) < 1 / day);
    assert.match(files.get('xl/styles.xml') ?? '', /yyyy-mm-dd hh:mm:ss/);
  });

  test('of more rows than a server makes in one turn is refused, with what else there is', async () => {
    const many = await sourceOf([{}]);
    const { entries, head } = await many.chain({}, 1, 0);
    const [first] = entries;
    assert.ok(first);
    const endless: AuditSource = {
      room: KEY.id,
      chain: async (_filter, limit, after) => ({
        entries: Array.from({ length: limit }, (_, n) => ({ ...first, id: after + n + 1 })),
        head,
      }),
    };
    for (const [maxSheetEntries, said] of [
      [undefined, 2000],
      [5000, 5000],
    ] as const) {
      const wish = { format: 'xlsx', timeZone: 'UTC', ...(maxSheetEntries && { maxSheetEntries }) } as const;
      await assert.rejects(exportAudit(endless, wish), {
        code: 'too-many',
        message: new RegExp(`more than ${said} entries here: .* take csv or json`),
      });
    }
  });
});

test('an export that nobody reads on ends, and reads the log page by page', async () => {
  const source = await sourceOf(Array.from({ length: 1000 }, () => ({})));
  let asked = 0;
  const counted: AuditSource = {
    room: source.room,
    chain: (...query) => {
      asked++;
      return source.chain(...query);
    },
  };
  const { body } = await exportAudit(counted, { format: 'json', timeZone: 'UTC' });
  const reader = body.getReader();
  await reader.read();
  await reader.cancel();
  assert.ok(asked <= 2, `${asked} pages were read`);
});

test('a zone that is none is refused', async () => {
  const source = await sourceOf([]);
  await assert.rejects(exportAudit(source, { format: 'csv', timeZone: 'Mars/Phobos' }), {
    code: 'bad-argument',
  });
});
