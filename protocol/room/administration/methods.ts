import * as v from 'valibot';
import { asyncMethod, type Method } from '../../rpc/method.ts';
import type { Act } from '../acts.ts';
import {
  type Administration,
  administration,
  type OperationInput,
  type OperationName,
} from './operations.ts';

/** The operations as muxrpc methods with one argument, which may be left out where nothing has to be said. */
type AdministrationMethods = {
  readonly [Name in OperationName]: Method<
    'async',
    Act,
    v.GenericSchema<readonly unknown[], readonly [OperationInput<Name>]>,
    Administration[Name]['result']
  >;
};

export const administrationMethods = Object.fromEntries(
  Object.entries(administration).map(([name, { act, input, result }]) => [
    name,
    asyncMethod(
      act,
      v.pipe(
        v.array(v.unknown()),
        v.transform(([first = {}]) => [first]),
        v.tuple([input]),
      ),
      result,
    ),
  ]),
) as unknown as AdministrationMethods;
