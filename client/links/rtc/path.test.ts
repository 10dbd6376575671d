import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isStockRelayed, readPath, readStockPath } from './path.ts';
import type { RtcStats } from './rtc.ts';

/** A report as Chromium makes them, with two pairs of which the second is used. */
function report(local: string, remote: string, names: 'transport' | 'nothing' = 'transport'): RtcStats {
  const entries: object[] = [
    { type: 'local-candidate', id: 'L1', candidateType: 'host' },
    { type: 'local-candidate', id: 'L2', candidateType: local },
    { type: 'remote-candidate', id: 'R1', candidateType: 'host' },
    { type: 'remote-candidate', id: 'R2', candidateType: remote },
    pair('P1', 'L1', 'R1', { state: 'failed', nominated: false }),
    pair('P2', 'L2', 'R2', { state: 'succeeded', nominated: true, currentRoundTripTime: 0.042 }),
    { type: 'peer-connection', id: 'P' },
  ];
  if (names === 'transport') entries.push({ type: 'transport', id: 'T', selectedCandidatePairId: 'P2' });
  return entries;
}

function pair(id: string, localCandidateId: string, remoteCandidateId: string, more: object): object {
  return { type: 'candidate-pair', id, localCandidateId, remoteCandidateId, ...more };
}

const peer = (stats: RtcStats) => ({ getStats: async () => stats });

describe('the path of a connection', () => {
  test('is that of the pair in use', async () => {
    assert.deepEqual(await readPath(peer(report('host', 'prflx'))), { kind: 'direct', roundTripMs: 42 });
    assert.deepEqual(await readPath(peer(report('srflx', 'host', 'nothing'))), {
      kind: 'direct',
      roundTripMs: 42,
    });
  });

  test('is relayed where either end is at a relay', async () => {
    for (const [local, remote] of [
      ['relay', 'host'],
      ['host', 'relay'],
    ] as const)
      assert.equal((await readPath(peer(report(local, remote))))?.kind, 'relayed');
  });

  test('is relayed where node-datachannel met an address of a relay before it was told of it', async () => {
    const entries = [
      { type: 'local-candidate', id: 'L', candidateType: 'host', ip: '192.0.2.1', port: 1 },
      { type: 'remote-candidate', id: 'R', candidateType: 'prflx', ip: '192.0.2.9', port: 50_040 },
      pair('P', 'L', 'R', { nominated: true, state: 'succeeded' }),
    ];
    const told = (type: string) => {
      const sdp = `a=candidate:5 1 UDP 1047551 192.0.2.9 50040 typ ${type} raddr 0.0.0.0 rport 0\r\n`;
      return { ...peer(entries), remoteDescription: { type: 'answer', sdp } as const };
    };
    assert.equal((await readPath(told('relay')))?.kind, 'relayed');
    assert.equal((await readPath(told('srflx')))?.kind, 'direct');
    assert.equal((await readPath(peer(entries)))?.kind, 'direct');
  });

  test('is unknown before a pair is in use', async () => {
    assert.equal(await readPath(peer([])), undefined);
  });

  test("is milliseconds in node-datachannel's report", async () => {
    const entries = [
      { type: 'local-candidate', id: 'L', candidateType: 'host' },
      { type: 'remote-candidate', id: 'R', candidateType: 'host' },
      pair('P', 'L', 'R', { nominated: true, state: 'succeeded', currentRoundTripTime: 7 }),
    ];
    const node = { ...peer(entries), selectedCandidatePair: () => null };
    assert.deepEqual(await readPath(node), { kind: 'direct', roundTripMs: 7 });
    const before = peer([entries[0], entries[1], { ...entries[2], currentRoundTripTime: -1 }] as object[]);
    assert.equal((await readPath({ ...node, ...before }))?.roundTripMs, undefined);
  });

  test("is read of libp2p's connection where its private part is found, and else not known", async () => {
    const rtc = peer(report('host', 'host'));
    for (const connection of [{ muxer: { peerConnection: rtc } }, { maConn: { peerConnection: rtc } }])
      assert.equal((await readStockPath(connection))?.kind, 'direct');
    for (const connection of [{}, { muxer: null }, { muxer: { peerConnection: {} } }])
      assert.equal(await readStockPath(connection), undefined);
    const broken = { getStats: () => Promise.reject(new Error('closed')) };
    assert.equal(await readStockPath({ muxer: { peerConnection: broken } }), undefined);
  });
});

test('whether a connection was made to be relayed is read of its configuration, where that is found', () => {
  const made = (iceTransportPolicy?: string) => {
    const getConfiguration = () => ({ iceServers: [], iceTransportPolicy });
    return { muxer: { peerConnection: { getStats: async () => [], getConfiguration } } };
  };
  assert.deepEqual([made('relay'), made('all'), made()].map(isStockRelayed), [true, false, false]);
  assert.equal(isStockRelayed({ muxer: { peerConnection: { getStats: async () => [] } } }), undefined);
  assert.equal(isStockRelayed({}), undefined);
});
