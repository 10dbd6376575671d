import {
  type AliasAddress,
  type ConsumeAliasUri,
  type HostPort,
  readHostPort,
  type SocketAddress,
  writeAlias,
} from '@open-rooms/protocol';
import { openJoinPage } from '../connection/claim-invite.ts';
import { type Destination, dialable } from '../connection/destination.ts';
import type { Check } from './check.ts';
import { askEverywhere, tellAnswers, tellNoAnswer, tellNoHost } from './whois-steps.ts';

/** A room that was found, to be dialled. */
export interface Found {
  /** All of one key. */
  readonly addresses: readonly SocketAddress[];
  /** Whether `/whois` named them: then another key is its fault. */
  readonly byWhois: boolean;
  /** Whose owner is to be asked for. */
  readonly alias?: AliasAddress;
  /** The owner's own word, where the alias came with it. */
  readonly resolved?: ConsumeAliasUri;
}

/** Finds the room, and spends nothing: an invite is looked at, and stays good. `undefined` where a step failed. */
export async function findRoomOf(destination: Destination, check: Check): Promise<Found | undefined> {
  switch (destination.kind) {
    case 'addresses':
      if (destination.seed !== undefined)
        check.steps.skip('invite', 'The invite is not used: its seed stays good for somebody else.');
      return { addresses: destination.addresses, byWhois: false };
    case 'host':
      return findHost(destination.place, destination.maybe, check);
    case 'alias':
      return findAlias(destination.alias, check);
    case 'link':
      return findByLink(destination.link, check);
    case 'claim':
      check.steps.skip('invite', 'The invite is not claimed: it stays good for somebody else.');
      return findHost(placeOf(destination.postTo), undefined, check);
  }
}

/** A name may be a host, or an alias with its room behind the first dot. */
async function findHost(
  place: HostPort | undefined,
  maybe: AliasAddress | undefined,
  check: Check,
): Promise<Found | undefined> {
  if (place === undefined) {
    check.steps.fail('whois', 'unreadable', 'The link names no host that could be asked for its room.');
    return undefined;
  }
  const asHost = await askEverywhere(place, check);
  if (asHost.addresses !== undefined) {
    tellAnswers(asHost, check);
    return { addresses: asHost.addresses, byWhois: true };
  }
  const asAlias = maybe && (await askEverywhere(placeOfAlias(maybe), check));
  if (maybe === undefined || asAlias?.addresses === undefined) {
    tellNoAnswer(asHost, check);
    return undefined;
  }
  tellNoHost(asHost, check);
  tellAnswers(asAlias, check);
  return { addresses: asAlias.addresses, byWhois: true, alias: maybe };
}

async function findAlias(alias: AliasAddress, check: Check): Promise<Found | undefined> {
  const { resolved } = alias;
  if (resolved !== undefined) {
    check.steps.skip('whois', `The link of ${writeAlias(alias)} carries the room's address itself.`);
    return { addresses: dialable(resolved.addresses), byWhois: false, alias, resolved };
  }
  const found = await findHost(placeOfAlias(alias), undefined, check);
  return found && { ...found, alias };
}

/** Opens the join page as an app would. Only posting its token would claim the invite. */
async function findByLink(
  { url, origin }: { readonly url: string; readonly origin: string },
  check: Check,
): Promise<Found | undefined> {
  const { runtime, signal, steps } = check;
  const page = await steps.run('invite', async () => {
    const { postTo } = await openJoinPage(url, runtime, signal);
    const sentence = 'The join page knows the invite. It is not claimed: it stays good for somebody else.';
    return { value: postTo, sentence };
  });
  return page && findHost(placeOf(origin) ?? placeOf(page.value), undefined, check);
}

function placeOfAlias({ host, port }: AliasAddress): HostPort {
  return port === undefined ? { host } : { host, port };
}

function placeOf(url: string): HostPort | undefined {
  const [, authority] = /^https?:\/\/([^/?#]+)/i.exec(url) ?? [];
  return authority === undefined ? undefined : readHostPort(authority);
}
