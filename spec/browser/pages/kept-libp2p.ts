import { createLibp2p as create, type Libp2p } from 'libp2p';

/** Takes the place of libp2p in pages of the tests, so that what it does is seen: every node that was made here. */
export const nodes: Libp2p[] = [];

export const createLibp2p: typeof create = async (options) => {
  const node = await create(options);
  nodes.push(node);
  return node;
};
