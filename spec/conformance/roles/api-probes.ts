import assert from 'node:assert/strict';
import type { Act, Standing } from '@open-rooms/protocol';
import { OPERATOR } from '../../../room-server/rooms/actor.ts';
import { anybody } from './muxrpc-probes.ts';
import type { ApiAnswer, PeopledRoom } from './peopled-room.ts';

interface Asking {
  readonly room: PeopledRoom;
  readonly standing: Standing;
  ask(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
}

type Probe = (asking: Asking) => Promise<ApiAnswer>;

const at =
  (method: string, path: string, body?: unknown): Probe =>
  ({ ask }) =>
    ask(method, path, body);

/** For each act that has a path something that succeeds for whoever may. */
const PROBES: Readonly<Partial<Record<Act, readonly Probe[]>>> = {
  look: [at('GET', '/settings'), at('GET', '/notices')],
  'sign-in': [at('GET', '/sessions')],
  'moderate-aliases': [at('GET', '/aliases')],
  invite: [at('GET', '/invites'), at('POST', '/invites', { note: 'a probe' })],
  'moderate-invites': [revokeInvite],
  'manage-members': [
    at('GET', '/members'),
    async ({ ask }) => {
      const who = anybody();
      const added = await ask('POST', '/members', { who });
      if (added.status !== 201) return added;
      return ask('DELETE', `/members/${encodeURIComponent(who)}`);
    },
  ],
  ban: [
    at('GET', '/bans'),
    async ({ ask }) => {
      const who = anybody();
      const banned = await ask('POST', '/bans', { who, reason: 'a probe' });
      if (banned.status !== 201) return banned;
      return ask('DELETE', `/bans/${encodeURIComponent(who)}`);
    },
  ],
  'write-notices': [({ ask, standing }) => ask('PUT', '/notices/news/en', { content: standing })],
  'read-audit': [
    at('GET', '/audit?limit=1'),
    at('GET', '/audit/verification'),
    at('GET', '/audit/export?format=json'),
  ],
  configure: [at('PATCH', '/settings', { listed: true })],
  administer: [at('GET', '/keys')],
};

/** The acts that have a path. */
export const API_ACTS = Object.keys(PROBES) as readonly Act[];

/** Whether the API lets somebody do an act; every path of it has to say the same, in one way. */
export async function apiAllows(room: PeopledRoom, standing: Standing, act: Act): Promise<boolean> {
  const verdicts: boolean[] = [];
  for (const probe of PROBES[act] ?? []) {
    const ask: Asking['ask'] = (method, path, body) => room.api(standing, method, path, body);
    const { status, json } = await probe({ room, standing, ask });
    const allowed = status === 200 || status === 201;
    if (!allowed) assert.ok(isRefusal(status, json), `${status} ${JSON.stringify(json)}`);
    verdicts.push(allowed);
  }
  assert.equal(new Set(verdicts).size, 1, `${act} as ${standing}: ${verdicts.join(', ')}`);
  return verdicts[0] === true;
}

/** A refusal with a sentence. Whoever moderates no invites is told that there is none of theirs. */
function isRefusal(status: number, { error }: ApiAnswer['json']): boolean {
  if (status === 404) return /you have no invite with that id/.test(error.sentence);
  return status === 403 && error.code === 'not-allowed' && /you may not/.test(error.sentence);
}

async function revokeInvite({ room, ask }: Asking): Promise<ApiAnswer> {
  const wish = { role: 'viewer', uses: 1, note: '', notBefore: null, expiresAt: null } as const;
  const { id } = await room.server.operations['invites.create'](OPERATOR, wish);
  return ask('DELETE', `/invites/${encodeURIComponent(id)}`);
}
