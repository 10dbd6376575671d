import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { claimedLines, startLines } from './start-lines.ts';
import { PLAIN, styleOf } from './style.ts';
import { CLAIM, INVITE, ROOM_ID, testServer } from './test-server.ts';
import { testTerminal } from './test-terminal.ts';

const QR_ROW = /^[█▀▄ ]{20,}$/;
const claimed = testServer({ claim: null, name: 'Garden', invite: INVITE });

function terminalStyle(columns = 100, env = {}) {
  const terminal = testTerminal({ isTTY: true, columns, env });
  return styleOf(terminal.stdout, terminal.env);
}

describe('what start prints', () => {
  test('piped: the address, the page and the claim link, plain and without a QR code', () => {
    assert.deepEqual(startLines(testServer(), PLAIN), [
      'Open Rooms',
      '',
      `  Room      ${ROOM_ID}`,
      '  Web page  http://127.0.0.1:41002',
      '  Whois     http://127.0.0.1:41003/whois',
      '  STUN      stun:127.0.0.1:41005',
      '  Metrics   http://127.0.0.1:41004/metrics',
      '  Addresses',
      '    net:127.0.0.1:41001~shs:BwcH',
      '    ws:127.0.0.1:41002~shs:BwcH',
      '',
      'This room has no name yet.',
      'Open this link to name it and to become its owner. It works once:',
      '',
      CLAIM,
      '',
      'Stop with Ctrl+C.',
    ]);
  });

  test('claimed: the invite instead of the claim link; ports that are off are left out', () => {
    const server = testServer({
      claim: null,
      name: 'Garden',
      invite: INVITE,
      whois: null,
      stun: null,
      metrics: null,
    });
    assert.deepEqual(startLines(server, PLAIN).slice(2, 8), [
      `  Room      ${ROOM_ID}`,
      '  Web page  http://127.0.0.1:41002',
      '  Addresses',
      '    net:127.0.0.1:41001~shs:BwcH',
      '    ws:127.0.0.1:41002~shs:BwcH',
      '',
    ]);
    assert.deepEqual(startLines(server, PLAIN).slice(8), [
      'Your room is open: Garden',
      'Bring someone in with this invite, pasted or scanned in their SSB app:',
      '',
      INVITE,
      '',
      'Stop with Ctrl+C.',
    ]);
  });

  test('with a certificate of its own: the fingerprint to compare, and why browsers warn', () => {
    const ownCertificate = Array.from({ length: 32 }, (_, at) => at.toString(16).padStart(2, '0')).join(':');
    assert.deepEqual(startLines(testServer({ ownCertificate }), PLAIN).slice(9, 15), [
      '    ws:127.0.0.1:41002~shs:BwcH',
      '  Certificate (SHA-256 fingerprint)',
      '    00:01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f',
      '    10:11:12:13:14:15:16:17:18:19:1a:1b:1c:1d:1e:1f',
      '',
      'Browsers warn once, since the room made its certificate: compare, then go on.',
    ]);
  });

  test('while a certificate is asked for: that browsers warn until it is here', () => {
    const waiting = testServer({ ownCertificate: '00:01', awaitedCertificate: 'room.example' });
    assert.deepEqual(startLines(waiting, PLAIN).slice(10, 12), [
      '',
      'The certificate of room.example is asked for now; until it is here, browsers warn.',
    ]);
  });

  test('on a terminal: in colour, with a QR code of the claim link or of the invite', () => {
    for (const server of [testServer(), claimed]) {
      const lines = startLines(server, terminalStyle());
      assert.ok(lines.some((line) => line.includes('\u001b[')));
      assert.ok(lines.filter((line) => QR_ROW.test(stripVTControlCharacters(line))).length >= 15);
    }
  });

  test('with NO_COLOR: the QR code without any colour', () => {
    const lines = startLines(testServer(), terminalStyle(100, { NO_COLOR: '1' }));
    assert.ok(!lines.join('').includes('\u001b'));
    assert.ok(lines.some((line) => QR_ROW.test(line)));
  });

  test('on a narrow terminal: no QR code, since its lines would wrap', () => {
    const lines = startLines(testServer(), terminalStyle(30));
    assert.ok(!lines.some((line) => QR_ROW.test(stripVTControlCharacters(line))));
  });

  test('fits 80 columns with the longest address of IPv4, so that no link is broken', () => {
    const server = testServer({ addresses: [`ws://255.255.255.255:65535~shs:${'A'.repeat(44)}`] });
    const lines = startLines(server, terminalStyle(80)).map(stripVTControlCharacters);
    assert.deepEqual(
      lines.filter((line) => line.length > 80),
      [],
    );
  });

  test('a name cannot command the terminal', () => {
    const lines = claimedLines('a\u001b[2J\nb\u202e\u009b', null, PLAIN);
    assert.equal(lines[0], 'Your room is open: a\\u{1b}[2J\\u{a}b\\u{202e}\\u{9b}');
  });
});
