import { askWeb, whyNobody } from './ask-web.ts';
import type { ClockFacts } from './judge-clock.ts';

/** What a web server says that the time is. */
export async function askClock(url: URL): Promise<ClockFacts['asked']> {
  const from = url.host;
  try {
    const { date } = await askWeb(url);
    return date === undefined ? { from, why: 'it tells no time' } : { from, theirs: date };
  } catch (error) {
    return { from, why: whyNobody(error) };
  }
}
