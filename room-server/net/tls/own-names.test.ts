import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ownNames } from './own-names.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];
const outward = ['192.168.1.5', '10.0.0.2', 'fe80::1', '2001:db8::7'];
const machine = 'Box';

describe('the names of a server', () => {
  test('on all interfaces: loopback, its addresses, and what its machine is called', () => {
    for (const boundTo of [null, '0.0.0.0', '::']) {
      assert.deepEqual(ownNames({ publicHost: null, boundTo, outward, machine }), {
        must: [...LOOPBACK, '192.168.1.5', '10.0.0.2'],
        also: ['2001:db8::7', 'box', 'box.local'],
      });
    }
  });

  test('with a public host: that first', () => {
    const { must } = ownNames({ publicHost: 'room.example', boundTo: null, outward: [], machine });
    assert.deepEqual(must, ['room.example', ...LOOPBACK, 'box', 'box.local']);
  });

  test('on one address: nothing of the other networks', () => {
    const parts = { publicHost: null, outward, machine };
    assert.deepEqual(ownNames({ ...parts, boundTo: '127.0.0.1' }), { must: LOOPBACK, also: [] });
    const { must, also } = ownNames({ ...parts, boundTo: '10.0.0.2' });
    assert.deepEqual([must, also], [[...LOOPBACK, '10.0.0.2'], []]);
  });

  test('a machine whose name no certificate can hold', () => {
    const { also } = ownNames({ publicHost: null, boundTo: null, outward, machine: 'my_box' });
    assert.deepEqual(also, ['2001:db8::7']);
    const named = ownNames({ publicHost: null, boundTo: null, outward, machine: 'box.lan' });
    assert.deepEqual(named.also, ['2001:db8::7', 'box.lan']);
  });
});
