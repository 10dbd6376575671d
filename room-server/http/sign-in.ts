import { type FeedId, isFeedId, Refused, writeSsbUri } from '@open-rooms/protocol';
import type { Context, Hono } from 'hono';
import { webAddress } from '../rooms/addresses.ts';
import type { Challenge } from '../signin/challenges.ts';
import { SignInRefused } from '../signin/sign-in-refused.ts';
import { type Frame, frameOf, linkTo } from './frame.ts';
import { signInWords } from './languages/sign-in-words.ts';
import { signInChoicePage } from './pages/sign-in-choice.ts';
import { signInConfirmPage } from './pages/sign-in-confirm.ts';
import { signInElsewherePage } from './pages/sign-in-elsewhere.ts';
import { signInFailedPage } from './pages/sign-in-failed.ts';
import { signInWaitingPage } from './pages/sign-in-waiting.ts';
import { answerProblem, problemOf } from './problems.ts';
import { QrCodes } from './qr-codes.ts';
import { writeCookie } from './sign-in-cookies.ts';
import { limitSignInForm, readSignInForm } from './sign-in-form.ts';
import { browserOf, knowVisit, roomName, type SignInPageParts, visitOf } from './sign-in-parts.ts';
import { addSessionPages } from './sign-in-session.ts';
import { signInStream } from './sign-in-stream.ts';
import { viewerOf } from './viewer.ts';

/** Adds sign-in with SSB: `/login`, `/withssb/…`, `/session` and `/logout` (spec/sign-in.md). */
export function addSignIn(app: Hono, parts: SignInPageParts): void {
  const pages = new SignInPages(parts);
  for (const path of ['/login', '/withssb/login']) {
    app.get(path, (context) => pages.login(context, path !== '/login'));
  }
  app.post('/login', limitSignInForm, (context) => pages.confirmed(context));
  app.get('/withssb/events', (context) => pages.events(context));
  app.get('/withssb/finalize', (context) => pages.finish(context, context.req.query('token') ?? ''));
  app.post('/withssb/finalize', limitSignInForm, (context) => pages.refresh(context));
  addSessionPages(app, parts);
}

class SignInPages {
  readonly #parts: SignInPageParts;
  readonly #qrCodes = new QrCodes();

  constructor(parts: SignInPageParts) {
    this.#parts = parts;
  }

  /** One page for every way in, by what its address says: as SIP 6 and the reference server have it. */
  login(context: Context, isChosen: boolean): Promise<Response> {
    return this.#answering(context, async () => {
      const { cid = '', alias = '', cc = '', sc = '', 'ssb-http-auth': wanted } = context.req.query();
      if (sc !== '') return this.#elsewhere(context, sc);
      if (cc !== '') return this.#byClient(context, await this.#who(cid, alias), cc);
      if (alias !== '') await this.#who('', alias);
      if (isChosen || wanted !== undefined || alias !== '') return this.#begin(context);
      return context.html(signInChoicePage(this.#frame(context), await roomName(this.#parts, context)));
    });
  }

  /** Somebody has said on our own page that this browser shall be theirs. */
  confirmed(context: Context): Promise<Response> {
    return this.#answering(context, async () => {
      const { cid, cc } = await readSignInForm(context, 'cid', 'cc');
      const who = await this.#who(cid, '');
      // The page that asks gave the browser a cookie, which no page of another site makes it send.
      if (visitOf(this.#parts, context) === undefined) return this.#ask(context, who, cc);
      return this.#signedIn(
        context,
        await this.#parts.signIns.byClient(who, cc, browserOf(this.#parts, context)),
      );
    });
  }

  /** What becomes of the sign-in that this browser began. */
  async events(context: Context): Promise<Response> {
    const sc = context.req.query('sc') ?? '';
    if (sc === '') return context.text('missing server challenge\n', 400);
    const browser = visitOf(this.#parts, context) ?? '';
    try {
      return signInStream((tell, ended) => this.#parts.signIns.follow(sc, browser, tell, ended));
    } catch (error) {
      if (!(error instanceof SignInRefused) || error.fault !== 'over') throw error;
      return context.text('no such session!\n', 400);
    }
  }

  /** The browser takes the sign-in that it began and an app has confirmed. */
  finish(context: Context, token: string): Promise<Response> {
    return this.#answering(context, async () => {
      const browser = visitOf(this.#parts, context) ?? '';
      const about = browserOf(this.#parts, context);
      return this.#signedIn(context, await this.#parts.signIns.finish(token, browser, about));
    });
  }

  /** The same without script: somebody says that they have confirmed. */
  async refresh(context: Context): Promise<Response> {
    const { sc } = await readSignInForm(context, 'sc');
    const challenge = this.#parts.signIns.challenge(sc);
    if (challenge === undefined || challenge.browser !== visitOf(this.#parts, context)) {
      return this.#failed(context, new SignInRefused('not-yours', 'This sign-in is over: begin again.'));
    }
    if (challenge.outcome === undefined) return this.#waiting(context, challenge, true);
    if (challenge.outcome.event === 'success') return this.finish(context, challenge.outcome.data);
    return this.#failed(context, new SignInRefused('no-answer', 'The answer of the app was wrong.'));
  }

  async #byClient(context: Context, cid: FeedId, cc: string): Promise<Response> {
    const viewer = await viewerOf(this.#parts, context);
    const isOther = viewer !== undefined && viewer.id !== cid;
    if (isOther || wasSentHere(context)) return this.#ask(context, cid, cc, isOther ? viewer.id : undefined);
    return this.#signedIn(
      context,
      await this.#parts.signIns.byClient(cid, cc, browserOf(this.#parts, context)),
    );
  }

  async #ask(context: Context, cid: FeedId, cc: string, before?: FeedId): Promise<Response> {
    knowVisit(this.#parts, context);
    const room = await roomName(this.#parts, context);
    return context.html(signInConfirmPage(this.#frame(context), room, { cid, cc, before }));
  }

  #begin(context: Context): Response | Promise<Response> {
    const { signIns, callerOf } = this.#parts;
    const challenge = signIns.begin(knowVisit(this.#parts, context), callerOf(context));
    return this.#waiting(context, challenge, false);
  }

  /** Where the browser that began it loads it again, it waits on. */
  async #elsewhere(context: Context, sc: string): Promise<Response> {
    const challenge = this.#parts.signIns.challenge(sc);
    const frame = this.#frame(context);
    if (challenge === undefined || challenge.outcome !== undefined)
      return context.html(signInFailedPage(frame, signInWords[frame.language].elsewhere.over), 410);
    if (challenge.browser === visitOf(this.#parts, context)) return this.#waiting(context, challenge, false);
    return context.html(
      signInElsewherePage(frame, await roomName(this.#parts, context), this.#uri(context, challenge)),
    );
  }

  #waiting(context: Context, challenge: Challenge, isEarly: boolean): Response | Promise<Response> {
    const { sc } = challenge;
    const uri = this.#uri(context, challenge);
    const web = webAddress(this.#parts.addresses.forRequest(context.req.header('host')));
    const qrSvg = this.#qrCodes.svg(`${web}/withssb/login?sc=${encodeURIComponent(sc)}`);
    return context.html(signInWaitingPage(this.#frame(context), { sc, uri, qrSvg, isEarly }));
  }

  #uri(context: Context, { sc }: Challenge): string {
    const { room, addresses } = this.#parts;
    const { net } = addresses.forRequest(context.req.header('host'));
    return writeSsbUri({ kind: 'start-http-auth', sid: room.id, sc, addresses: [net] });
  }

  /** The browser is theirs now; whoever it was before is signed out of it. */
  async #signedIn(context: Context, token: string): Promise<Response> {
    const before = await viewerOf(this.#parts, context);
    if (before !== undefined) await this.#parts.sessions.revoke(before.id, before.session);
    writeCookie(this.#parts, context, 'session', token);
    return context.redirect(linkTo(this.#frame(context), '/session'), 303);
  }

  async #who(cid: string, alias: string): Promise<FeedId> {
    if (cid === '' && alias !== '') return this.#findByAlias(alias);
    if (isFeedId(cid)) return cid;
    throw new SignInRefused(
      'unreadable',
      `Cannot sign in: cid is ${JSON.stringify(cid.slice(0, 64))}, and should be a feed id, @….ed25519.`,
    );
  }

  /** Where visitors are not told whose an alias is, nobody has one. */
  async #findByAlias(alias: string): Promise<FeedId> {
    const { aliases, gate } = this.#parts;
    if (!gate.mayVisitor('resolve'))
      throw new Refused(
        'not-found',
        `Cannot sign in as ${JSON.stringify(alias.slice(0, 63))}: this room tells nobody whose an alias is. Use your id.`,
      );
    return (await aliases.resolve(alias)).feed;
  }

  #frame(context: Context): Frame {
    return frameOf(context, this.#parts);
  }

  async #answering(context: Context, answer: () => Promise<Response> | Response): Promise<Response> {
    try {
      return await answer();
    } catch (error) {
      if (error instanceof SignInRefused) return this.#failed(context, error);
      if (error instanceof Refused && error.code === 'not-found') return this.#unknown(context, error);
      throw error;
    }
  }

  #failed(context: Context, refused: SignInRefused): Response | Promise<Response> {
    const frame = this.#frame(context);
    const page = signInFailedPage(frame, signInWords[frame.language].fault[refused.fault]);
    return answerProblem(context, problemOf(refused), 'text/html', page);
  }

  #unknown(context: Context, refused: Refused): Response | Promise<Response> {
    const frame = this.#frame(context);
    const alias = (context.req.query('alias') ?? '').slice(0, 63);
    const page = signInFailedPage(frame, signInWords[frame.language].fault.unknown(alias));
    return answerProblem(context, problemOf(refused), 'text/html', page);
  }
}

/**
 * Whether a page of another site may have sent the browser here, and not its person, nor an app, nor a page of ours; or
 * nobody looks at the page yet. Over plain http, and from old browsers, nothing says who sent it.
 */
function wasSentHere(context: Context): boolean {
  const site = context.req.header('sec-fetch-site');
  if (context.req.method === 'HEAD' || context.req.header('sec-purpose') !== undefined) return true;
  return site !== 'none' && site !== 'same-origin';
}
