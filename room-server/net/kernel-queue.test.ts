import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { KernelQueues } from './kernel-queue.ts';

const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F48 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2 1
   1: 0100007F:1F48 0100007F:B2D5 01 0026FF10:00000000 01:00000014 00000000     0        0 3 1
   2: 0100007F:1F48 0B0200C0:B2D5 01 00000000:00000000 00:00000000 00000000     0        0 4 1
   3: 0100007F:1F48 0A0200C0:B2D5 01 00000007:00000000 00:00000000 00000000     0        0 4 1
`;
const TCP6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue
   0: 0000000000000000FFFF00000100007F:1F48 0000000000000000FFFF00000100007F:B2D5 01 00000100:00000000 00
   1: B80D0120000000000000000001000000:1F48 B80D0120000000000000000002000000:B2D5 01 00000200:00000000 00
`;
const LOCAL = { localAddress: '127.0.0.1', localPort: 8008, remotePort: 45_781 };

describe('what the kernel still holds', () => {
  const queues = new KernelQueues(new VirtualClock(), () => TCP + TCP6);

  test('is found by both ends of a socket', () => {
    assert.equal(queues.unsentBytes({ ...LOCAL, remoteAddress: '127.0.0.1' }), 0x26ff10);
    assert.equal(queues.unsentBytes({ ...LOCAL, remoteAddress: '192.0.2.10' }), 7);
  });

  test('is found where IPv4 comes as IPv6, and for IPv6', () => {
    const mapped = { ...LOCAL, localAddress: '::ffff:127.0.0.1', remoteAddress: '::ffff:127.0.0.1' };
    assert.equal(queues.unsentBytes(mapped), 0x100);
    const six = { ...LOCAL, localAddress: '2001:db8::1', remoteAddress: '2001:db8::2' };
    assert.equal(queues.unsentBytes(six), 0x200);
  });

  test('is nothing for a socket with an empty queue, and not known of one that has no ends any more', () => {
    assert.equal(queues.unsentBytes({ ...LOCAL, remoteAddress: '192.0.2.11' }), 0);
    assert.equal(queues.unsentBytes({ ...LOCAL, remoteAddress: undefined }), undefined);
  });

  test('is read for all sockets at once, and again after a while', () => {
    const clock = new VirtualClock();
    let reads = 0;
    const counting = new KernelQueues(clock, () => `${++reads}`);
    const ask = () => counting.unsentBytes({ ...LOCAL, remoteAddress: '127.0.0.1' });
    ask();
    ask();
    assert.equal(reads, 1);
    clock.advance(1_000);
    ask();
    assert.equal(reads, 2);
  });

  test('is not known on systems without the tables', () => {
    const none = new KernelQueues(new VirtualClock(), () => '');
    assert.equal(none.unsentBytes({ ...LOCAL, remoteAddress: '127.0.0.1' }), undefined);
  });
});
