/** What one address may have and do: an IPv4 address, or the /64 network of one IPv6 customer. */
export interface AddressLimits {
  readonly connectionsPerAddress: number;
  readonly handshakesPerAddressSecond: number;
  readonly handshakesPerAddressBurst: number;
  readonly requestsPerAddressSecond: number;
  readonly requestsPerAddressBurst: number;
  readonly stunPerAddressSecond: number;
  readonly stunPerAddressBurst: number;
  /** The same of an IPv6 /48, of which one site may give itself 65,536 addresses. */
  readonly stunPerSiteSecond: number;
  readonly stunPerSiteBurst: number;
}

export const ADDRESS_LIMITS: AddressLimits = {
  // Room for a school behind one address; a single attacker's sockets cost us 5 MB at most.
  connectionsPerAddress: 256,
  // A handshake costs half a millisecond: one address may have one hundredth of a core.
  handshakesPerAddressSecond: 20,
  handshakesPerAddressBurst: 200,
  // A page with its parts is five requests, a school behind one address many.
  requestsPerAddressSecond: 100,
  requestsPerAddressBurst: 1_000,
  // A link of a browser asks every ten seconds, from each of its networks: a hundred at once behind one address fit.
  stunPerAddressSecond: 20,
  stunPerAddressBurst: 200,
  // Ten such addresses; a tenth of what all together may ask.
  stunPerSiteSecond: 200,
  stunPerSiteBurst: 1_000,
};

/** For benches and tests, where every peer comes from the loopback address. */
export const NO_ADDRESS_LIMITS: AddressLimits = {
  connectionsPerAddress: Number.POSITIVE_INFINITY,
  handshakesPerAddressSecond: Number.POSITIVE_INFINITY,
  handshakesPerAddressBurst: Number.POSITIVE_INFINITY,
  requestsPerAddressSecond: Number.POSITIVE_INFINITY,
  requestsPerAddressBurst: Number.POSITIVE_INFINITY,
  stunPerAddressSecond: Number.POSITIVE_INFINITY,
  stunPerAddressBurst: Number.POSITIVE_INFINITY,
  stunPerSiteSecond: Number.POSITIVE_INFINITY,
  stunPerSiteBurst: Number.POSITIVE_INFINITY,
};
