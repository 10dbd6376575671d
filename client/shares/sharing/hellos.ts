import type { Clock, ShareId, SharerMessage } from '@open-rooms/protocol';
import type { Link, LinkStream, ListenOptions } from '../../links/link.ts';
import { MAX_WAITING_HELLOS, MAX_WAITING_HELLOS_EACH, WATCH_HELLO_MS } from '../share-limits.ts';
import { sharerLine, WATCH_PROTOCOL } from '../watch-line.ts';
import type { ViewerHello, ViewerLine } from './viewer.ts';

/** What lets viewers in: a share of one's own. */
export interface Host {
  accept(id: Link['id'], line: ViewerLine, hello: ViewerHello): void;
}

export interface TakeViewersParts {
  readonly clock: Clock;
  readonly links: {
    onStream(
      protocol: string,
      listener: (link: Link, stream: LinkStream) => void,
      options?: ListenOptions,
    ): Disposable;
  };
  /** The share that is meant; `undefined` where there is none any more. */
  readonly hostOf: (share: ShareId) => Host | undefined;
}

/** What is said of a share that is not there: whoever wants to watch came too late. */
const OVER: SharerMessage = { type: 'refused', why: 'over' };

/** Answers those who want to watch, over all links, until disposed: their first word leads to the share. */
export function takeViewers({ clock, links, hostOf }: TakeViewersParts): Disposable {
  const waiting: Link['id'][] = [];
  return links.onStream(WATCH_PROTOCOL, ({ id }, stream) => {
    const own = waiting.filter((one) => one === id).length;
    if (waiting.length >= MAX_WAITING_HELLOS || own >= MAX_WAITING_HELLOS_EACH)
      return stream.abort('too-many: others are being let in; try again');
    waiting.push(id);
    const line = sharerLine(stream);
    const late = clock.after(WATCH_HELLO_MS, () => line.close('too-slow: you have not said what you watch'));
    const heard = new DisposableStack();
    heard.use(late);
    heard.defer(() => void waiting.splice(waiting.indexOf(id), 1));
    void line.closed.then(() => heard.dispose());
    line.onMessage((message) => {
      if (heard.disposed) return;
      heard.dispose();
      if (message.type !== 'hello') return line.close('malformed: the first message is a hello');
      const host = hostOf(message.share);
      if (host !== undefined) return host.accept(id, line, message);
      line.send(OVER);
      line.close();
    });
  });
}
