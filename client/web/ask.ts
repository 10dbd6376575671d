import type { PageRules } from '../connection/page-rules.ts';
import type { WebAnswer, WebRequest } from '../connection/runtime.ts';

/**
 * Asks a web server of any origin, without cookies and without saying where from. It rejects with an `Error` whose words
 * end a sentence: browsers never tell why somebody could not be reached.
 */
export function askFrom(rules: PageRules): (request: WebRequest) => Promise<WebAnswer> {
  return async ({ url, accept, json, maxBytes, signal }) => {
    const why = rules.unaskable(url);
    if (why !== undefined) throw new Error(why);
    const body = json === undefined ? {} : { method: 'POST', body: JSON.stringify(json) };
    const type = json === undefined ? {} : { 'content-type': 'application/json' };
    const response = await fetch(url, {
      ...body,
      headers: { accept, ...type },
      signal,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
    }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new Error('nobody answers there, or not so that pages of other sites may read it', {
        cause: error,
      });
    });
    return { status: response.status, body: await textOf(response, maxBytes) };
  };
}

/** No longer answer is taken into memory, whatever its head claims. */
async function textOf(response: Response, maxBytes: number): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    length += part.value.length;
    if (length > maxBytes) {
      await reader?.cancel();
      throw new Error(`the answer is longer than ${maxBytes} bytes`);
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}
