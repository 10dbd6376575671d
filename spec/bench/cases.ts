import type { BenchCase } from './case.ts';
import { echo } from './cases/echo.ts';
import { forward } from './cases/forward.ts';
import { forward8 } from './cases/forward-8.ts';
import { forward64k } from './cases/forward-64k.ts';
import { forwardClient } from './cases/forward-client.ts';
import { handshake } from './cases/handshake.ts';
import { joins } from './cases/join.ts';
import { link } from './cases/link.ts';
import { linkBulk } from './cases/link-bulk.ts';
import { linkCpu } from './cases/link-cpu.ts';
import { linkEcho } from './cases/link-echo.ts';
import { linkEchoCrowded } from './cases/link-echo-crowded.ts';
import { linkOpen } from './cases/link-open.ts';
import { linkPages } from './cases/link-pages.ts';
import { linkPagesBulk } from './cases/link-pages-bulk.ts';
import { linkPagesCrowded } from './cases/link-pages-crowded.ts';
import { linkPagesEcho } from './cases/link-pages-echo.ts';
import { linkPagesOpen } from './cases/link-pages-open.ts';
import { linkWeight } from './cases/link-weight.ts';
import { rpc } from './cases/rpc.ts';
import { setup } from './cases/setup.ts';
import { share } from './cases/share.ts';
import { shareCosts } from './cases/share-costs.ts';
import { shareFar } from './cases/share-far.ts';
import { shareJoin } from './cases/share-join.ts';
import { shareOpen } from './cases/share-open.ts';
import { shareP95 } from './cases/share-p95.ts';
import { shareRecovery } from './cases/share-recovery.ts';
import { shareSources } from './cases/share-sources.ts';
import { starts } from './cases/start.ts';

/** Every case, in the order of the table. A new one is a file in `cases/` and a line here. */
export const CASES: readonly BenchCase[] = [
  forward,
  forwardClient,
  forward8,
  forward64k,
  echo,
  setup,
  handshake,
  rpc,
  ...joins,
  ...starts,
  link,
  linkOpen,
  linkEcho,
  linkEchoCrowded,
  linkBulk,
  linkCpu,
  linkPages,
  linkPagesOpen,
  linkPagesEcho,
  linkPagesCrowded,
  linkPagesBulk,
  linkWeight,
  share,
  shareP95,
  shareJoin,
  shareRecovery,
  shareOpen,
  ...shareCosts,
  ...shareSources,
  ...shareFar,
];
