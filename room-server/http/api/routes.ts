import { administration, type OperationName } from '@open-rooms/protocol';

/** Where the API's paths begin. */
export const API_ROOT = '/api/v1';

/** The method of an operation, and its path below {@link API_ROOT}. */
export function routeOf(name: OperationName): { readonly method: string; readonly path: string } {
  const [method = '', path = ''] = administration[name].http.split(' ');
  return { method, path };
}
