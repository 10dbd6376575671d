import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rtcHere } from './browser-rtc.ts';

test('a runtime without WebRTC is told so when a connection is to be made, and not before', () => {
  assert.throws(rtcHere, {
    name: 'LinkError',
    fault: 'no-path',
    message: 'Cannot connect directly: this browser has no RTCPeerConnection.',
  });
});
