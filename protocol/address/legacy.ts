import { isFeedId } from '../identity/feed-id.ts';
import { isIpv4, isIpv6, readHostPort } from './host.ts';
import { ADDRESS_MAX_CHARS } from './limits.ts';
import type { SocketAddress } from './peer-address.ts';
import { refuseLongText, unreadable } from './unreadable.ts';

const KEY_START = ':@';
const SUFFIX = '.ed25519';
const LABEL = /^(?:xn--)?[a-z0-9]+(?:-[a-z0-9]+)*$/;
const LAST_LABEL = /^(?:xn--)?[a-z0-9]+$/;
const FORM = 'the form is host:port:@key.ed25519';

/** Whether `text` has the outline of a legacy address, `host:port:@key.ed25519`, and none of a tunnel. */
export function isLegacyAddress(text: string): boolean {
  return (
    text.endsWith(SUFFIX) && !text.includes('~') && text.indexOf('@') === text.lastIndexOf(KEY_START) + 1
  );
}

/**
 * Reads a legacy address; its host may begin with `ws://` or `wss://`, else it is TCP. The port must be there.
 * Throws `UnreadableText`.
 */
export function readLegacyAddress(text: string): SocketAddress {
  refuseLongText('address', text, ADDRESS_MAX_CHARS);
  const at = text.lastIndexOf(KEY_START);
  const key = text.slice(at + 1);
  if (at === -1 || !isFeedId(key)) {
    throw unreadable('bad-key', 'address', text, `${FORM}, its key 43 base64 characters and "=".`);
  }
  const start = text.slice(0, at);
  const transport = (['ws', 'wss'] as const).find((name) => start.startsWith(`${name}://`)) ?? 'net';
  const place = transport === 'net' ? start : start.slice(`${transport}://`.length);
  const { host, port } = readHostPort(place);
  if (port === undefined) throw unreadable('bad-port', 'address', text, `${FORM}; the port is missing.`);
  if (place.startsWith('[') || !isLegacyHost(host)) {
    const why = `${FORM} and its host is a full name such as room.example, or an IP address without brackets.`;
    throw unreadable('bad-host', 'address', text, why);
  }
  return { transport, host, port, key };
}

/** The only stock reader of this form, ssb-ref, takes these names: with a dot, without `_`, `--` only as `xn--`. */
function isLegacyHost(host: string): boolean {
  if (host === 'localhost' || isIpv4(host) || isIpv6(host)) return true;
  const labels = host.split('.');
  const last = labels.pop() ?? '';
  return labels.length > 0 && LAST_LABEL.test(last) && labels.every((label) => LABEL.test(label));
}
