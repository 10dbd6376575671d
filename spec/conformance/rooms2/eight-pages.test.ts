import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { feedIdOf, newChallenge, signAliasRegistration, writeSignature } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { OPERATOR } from '../../../room-server/rooms/actor.ts';
import { PeopledRoom } from '../roles/peopled-room.ts';
import { signedIn } from './browser-session.ts';
import { counted, EIGHT, eightAtOnce } from './eight.ts';

const UNKNOWN = 'A'.repeat(43);

/** Every page, with what it answers whoever is signed in nowhere; `TOKEN` is that of an invite that may be used. */
const PAGES: Readonly<Record<string, number>> = {
  '/': 200,
  '/healthz': 200,
  '/claim': 303,
  '/claim/some-code': 303,
  '/join?invite=TOKEN': 200,
  '/join?token=TOKEN': 200,
  '/join?invite=TOKEN&encoding=json': 200,
  '/join-fallback?token=TOKEN': 200,
  '/join-manually?token=TOKEN': 200,
  [`/join?invite=${UNKNOWN}`]: 404,
  '/create-invite': 200,
  '/alias/oscar': 200,
  '/alias/oscar?encoding=json': 200,
  '/alias/nobody': 404,
  '/notice/list': 200,
  '/notice/list?encoding=json': 200,
  '/notice/news': 200,
  '/notice/news?lang=de': 200,
  '/notice/privacy-policy': 404,
  '/notice/show?id=1': 303,
  '/notice/show?id=77': 404,
  '/login': 200,
  '/withssb/login': 200,
  [`/withssb/login?sc=${UNKNOWN}`]: 410,
  [`/login?ssb-http-auth=1&cid=nobody&cc=${UNKNOWN}`]: 400,
  '/withssb/events': 400,
  [`/withssb/events?sc=${UNKNOWN}`]: 400,
  [`/withssb/finalize?token=${UNKNOWN}`]: 403,
  '/session': 303,
  '/logout': 200,
  '/whois': 200,
  '/api/v1': 200,
  '/api/v1/openapi.json': 200,
  '/api/v1/settings': 401,
  '/no-such-page': 404,
};

describe('eight at once', () => {
  let room: PeopledRoom;
  let token: string;
  before(async () => {
    room = await PeopledRoom.start('open');
    const { operations } = room.server;
    await operations['notices.set'](OPERATOR, { name: 'news', language: 'en', title: '', content: 'Hello.' });
    const wish = { role: 'participant', uses: 1, note: '', notBefore: null, expiresAt: null } as const;
    const { url } = await operations['invites.create'](OPERATOR, wish);
    token = new URL(url).searchParams.get('invite') ?? '';
    await nameOscar(room);
  });
  after(() => room[Symbol.asyncDispose]());

  for (const [path, status] of Object.entries(PAGES))
    test(`GET ${path} is ${status} for each`, async () => {
      const answers = await eightAtOnce(async () => {
        const answer = await room.page(path.replace('TOKEN', token));
        await answer.text();
        return answer.status;
      });
      assert.deepEqual(counted(answers), { [status]: EIGHT });
    });

  test('pages of whoever is signed in', async () => {
    const cookie = await signedIn(room, 'moderator');
    for (const path of [
      '/',
      '/session',
      '/create-invite',
      '/logout',
      '/api/v1/members',
      '/api/v1/sessions',
    ]) {
      const answers = await eightAtOnce(async () => {
        const answer = await room.page(path, { headers: { cookie } });
        await answer.text();
        return answer.status;
      });
      assert.deepEqual(counted(answers), { 200: EIGHT }, path);
    }
  });

  test('what browsers wait for: each has its own challenge', async () => {
    const challenges = await eightAtOnce(async () => {
      const text = await (await room.page('/withssb/login')).text();
      return /name="sc" value="([^"]+)"/.exec(text)?.[1] ?? '';
    });
    assert.equal(new Set(challenges).size, EIGHT);
    const other = newChallenge(sodium);
    for (const challenge of challenges) assert.equal(challenge.length, other.length);
  });
});

async function nameOscar(room: PeopledRoom): Promise<void> {
  const { publicKey, secretKey } = room.people.owner;
  const owner = await room.connect(room.people.owner);
  const registration = { alias: 'oscar', userId: feedIdOf(publicKey), roomId: owner.room };
  const word = writeSignature(signAliasRegistration(sodium, secretKey, registration));
  await owner.remote['room.registerAlias']('oscar', word);
  owner.close();
}
