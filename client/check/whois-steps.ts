import { type HostPort, type SocketAddress, writeAddresses, writeHostPort } from '@open-rooms/protocol';
import { JoinError } from '../connection/join-error.ts';
import { askWhoisAt, WHOIS_PORT, whoisUrls } from '../connection/whois.ts';
import type { Check } from './check.ts';
import { failureOf } from './failure.ts';
import { OTHERS_MS } from './limits.ts';
import type { CheckFault } from './report.ts';

/** What one URL of `/whois` answered. */
interface Answer {
  readonly url: string;
  readonly milliseconds: number;
  readonly addresses?: readonly SocketAddress[];
  readonly failure?: { readonly code: CheckFault; readonly message: string };
}

/** What all URLs of a host answered, in the order in which a client asks them. */
export interface WhoisAnswers {
  readonly place: HostPort;
  readonly answers: readonly Answer[];
  /** The addresses that a client would take. */
  readonly addresses: readonly SocketAddress[] | undefined;
}

/** Asks all URLs of a host at once. */
export async function askEverywhere(place: HostPort, check: Check): Promise<WhoisAnswers> {
  const { runtime, signal } = check;
  const enough = new AbortController();
  const giveUp = () => enough.abort(signal.reason);
  signal.addEventListener('abort', giveUp, { once: true });
  using timers = new DisposableStack();
  const late = () => enough.abort(new JoinError('unreachable', 'Nothing came while another URL answered.'));
  const onAnswer = () => timers.use(runtime.clock.after(OTHERS_MS, late));
  try {
    const asked = whoisUrls(place).map((url) => ask(url, check, enough.signal, onAnswer));
    const answers = await Promise.all(asked);
    signal.throwIfAborted();
    return { place, answers, addresses: answers.find(({ addresses }) => addresses)?.addresses };
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

async function ask(
  url: string,
  { runtime }: Check,
  stop: AbortSignal,
  onAnswer: () => void,
): Promise<Answer> {
  const from = runtime.clock.now();
  const took = () => runtime.clock.now() - from;
  try {
    const addresses = await askWhoisAt(url, runtime, stop);
    onAnswer();
    return { url, addresses, milliseconds: took() };
  } catch (error) {
    if (stop.aborted && !(error instanceof JoinError)) {
      // Given up as a whole: whoever waits for the answers throws the reason.
      return { url, milliseconds: took() };
    }
    const { code, message } = failureOf(error);
    return { url, failure: { code, message }, milliseconds: took() };
  }
}

/** Tells what each URL answered, where one of them named the room. */
export function tellAnswers({ place, answers, addresses = [] }: WhoisAnswers, { steps }: Check): void {
  const room = addresses[0]?.key;
  for (const { url, addresses: told, failure, milliseconds } of answers) {
    if (told === undefined) tellUnneeded(place, url, failure?.message ?? `${url} does not answer.`);
    else if (told[0]?.key !== room)
      steps.fail(
        'whois',
        'whois-differs',
        `${url} names another room, ${told[0]?.key}, than the URL before.`,
      );
    else {
      const sentence = `${url} names the room: ${writeAddresses(told)}`;
      steps.add({ name: 'whois', outcome: 'ok', sentence, milliseconds });
    }
  }

  function tellUnneeded({ port }: HostPort, url: string, sentence: string): void {
    const isExpected = port === undefined && url.includes(`:${WHOIS_PORT}/`);
    if (!isExpected) return steps.skip('whois', `${sentence} That is not needed.`);
    const remark = `${sentence} Apps that know only the host name ask there.`;
    steps.add({ name: 'whois', outcome: 'warning', code: 'whois-elsewhere', sentence: remark });
  }
}

/** Of several failures the one that came furthest says most about what to mend. */
const TELLING: readonly CheckFault[] = ['bad-whois', 'no-whois', 'no-answer', 'nobody-listens'];

/** Tells what each URL answered, where none of them named a room: what says most comes first. */
export function tellNoAnswer({ place, answers }: WhoisAnswers, { steps }: Check): void {
  const rank = (code: CheckFault) => (TELLING.includes(code) ? TELLING.indexOf(code) : TELLING.length);
  const failures = answers.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
  failures.sort((a, b) => rank(a.code) - rank(b.code));
  for (const { code, message } of failures) steps.fail('whois', code, message);
  if (failures.length === 0) steps.fail('whois', 'no-whois', `${writeHostPort(place)} was not asked.`);
}

/** Tells what each URL answered, where the text turned out to be an alias. */
export function tellNoHost({ place, answers }: WhoisAnswers, { steps }: Check): void {
  const [first] = answers.flatMap(({ failure }) => failure?.message ?? []);
  steps.skip('whois', `${writeHostPort(place)} is no room of its own: ${first ?? 'it does not answer.'}`);
}
