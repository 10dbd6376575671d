import { NOTICE_NAMES } from '@open-rooms/protocol';
import type { Context, Hono } from 'hono';
import type { NoticeName } from '../notices/notices.ts';
import type { Notice } from '../store/ports/notices.ts';
import { frameOf } from './frame.ts';
import { askedLanguages, type Language, languageOf } from './language.ts';
import { noticeWords } from './languages/notice-words.ts';
import { roomWords } from './languages/room-words.ts';
import { preferred } from './negotiate.ts';
import { noticePage, noticesPage } from './pages/notice-page.ts';
import { problemPage } from './pages/problem-page.ts';
import type { HttpParts } from './parts.ts';
import { answerProblem } from './problems.ts';

/** Notices as the reference server names them. */
const PINNED: Readonly<Record<NoticeName, string>> = {
  description: 'NoticeDescription',
  news: 'NoticeNews',
  'privacy-policy': 'NoticePrivacyPolicy',
  'code-of-conduct': 'NoticeCodeOfConduct',
};

/** Rendering takes milliseconds; a notice that is written again is another object. */
const RENDERED = new WeakMap<Notice, string>();

/** Adds the pages of notices (spec/notices.md): `/notice/NAME`, `/notice/list`, and `/notice/show?id=` of old links. */
export function addNoticePages(app: Hono, parts: HttpParts): void {
  const { notices } = parts;
  app.get('/notice/list', (context) => {
    context.header('Vary', 'Accept, Accept-Language');
    if (preferred(context, 'text/html') === 'application/json') return context.json(pinned(notices.list()));
    const { profile } = parts.room;
    const room = parts.settings.listed ? profile?.name : undefined;
    return context.html(
      noticesPage(room ?? roomWords[languageOf(context)].someRoom, frameOf(context, parts)),
    );
  });
  app.get('/notice/show', (context) => {
    const id = context.req.query('id');
    const notice = notices.list().find((each) => String(each.id) === id);
    if (notice === undefined) return answerNoSuch(context, parts, id ?? '');
    return context.redirect(`/notice/${notice.name}?lang=${notice.language}`, 303);
  });
  app.get('/notice/:name', async (context) => {
    context.header('Vary', 'Accept, Accept-Language');
    const { name: asked } = context.req.param();
    const name = NOTICE_NAMES.find((each) => each === asked);
    const notice = name && shownTo(context, parts, name);
    if (name === undefined || notice === undefined) return answerNoSuch(context, parts, asked);
    if (preferred(context, 'text/html') === 'application/json') return context.json(jsonOf(notice));
    return context.html(await answer(context, parts, name, notice));
  });
}

/** The notice that somebody reads best, if the room has it. */
export function shownTo(
  context: Context,
  { notices, settings }: Pick<HttpParts, 'notices' | 'settings'>,
  name: NoticeName,
): Notice | undefined {
  // The words around it are in this language, whatever the browser says after it.
  const asked = [...askedLanguages(context), languageOf(context)];
  return notices.shown(name, asked, settings.language);
}

/** The HTML of a notice. */
export async function rendered(notice: Notice): Promise<string> {
  const known = RENDERED.get(notice);
  if (known !== undefined) return known;
  // Loaded with the first notice that is shown: a start is faster without it.
  const { renderMarkdown } = await import('./markdown.ts');
  const made = renderMarkdown(notice.content);
  RENDERED.set(notice, made);
  return made;
}

async function answer(context: Context, parts: HttpParts, name: NoticeName, notice: Notice) {
  const frame = frameOf(context, parts);
  const { language } = notice;
  const others = parts.notices.list().filter((other) => other.name === name && other.language !== language);
  const view = {
    ...titleOf(notice, name, frame.language),
    language,
    content: await rendered(notice),
    isOther: language.split('-', 1)[0] !== frame.language,
    others: others.map((other) => other.language),
  };
  return noticePage(name, view, frame);
}

function titleOf({ title, language }: Notice, name: NoticeName, ofPage: Language) {
  if (title !== '') return { title, titleLanguage: language };
  return { title: noticeWords[ofPage].titles[name], titleLanguage: ofPage };
}

/** The reference server's shape. */
function pinned(notices: readonly Notice[]) {
  return {
    pinned_notices: NOTICE_NAMES.map((name) => ({
      name: PINNED[name],
      notices: notices.filter((notice) => notice.name === name).map(jsonOf),
    })),
  };
}

function jsonOf({ id, title, content, language }: Notice) {
  return { id, title, content, language };
}

function answerNoSuch(context: Context, parts: HttpParts, name: string): Response | Promise<Response> {
  const shown = JSON.stringify(name.slice(0, 64));
  const sentence = `This room has no notice ${shown}. Its notices are at "/notice/list".`;
  const problem = { status: 404, code: 'not-found', sentence } as const;
  const frame = frameOf(context, parts);
  const told = noticeWords[frame.language].noSuch;
  return answerProblem(context, problem, 'text/html', problemPage({ ...problem, told }, frame));
}
