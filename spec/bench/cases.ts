import type { BenchCase } from './case.ts';
import { echo } from './cases/echo.ts';
import { forward } from './cases/forward.ts';
import { forward8 } from './cases/forward-8.ts';
import { forward64k } from './cases/forward-64k.ts';
import { forwardClient } from './cases/forward-client.ts';
import { handshake } from './cases/handshake.ts';
import { rpc } from './cases/rpc.ts';
import { setup } from './cases/setup.ts';

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
];
