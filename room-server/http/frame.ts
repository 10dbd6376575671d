import type { Context } from 'hono';
import type { NoticeName } from '../notices/notices.ts';
import { askedLanguages, LANGUAGES, type Language, languageOf } from './language.ts';
import { noticeWords } from './languages/notice-words.ts';
import type { HttpParts } from './parts.ts';

/** What stands around the main part of a page. */
export interface Frame {
  readonly language: Language;
  /** Whether `?lang=` says so: links lead on in the same language. */
  readonly isForced: boolean;
  /** The page itself in each language; none for what was sent by a form, and cannot be asked for again. */
  readonly versions: readonly { readonly language: Language; readonly href: string }[];
  /** What the room says of itself. */
  readonly notices: readonly { readonly title: string; readonly href: string; readonly language?: string }[];
  /** The page of the room. */
  readonly home: string;
}

/** Rooms that are not listed say on their pages how they are run, not what they are. */
const EVEN_UNLISTED: readonly NoticeName[] = ['code-of-conduct', 'privacy-policy'];

/** The frame of a page by what was asked. */
export function frameOf(context: Context, parts?: Pick<HttpParts, 'notices' | 'settings'>): Frame {
  const bare = bareFrame(context);
  return parts === undefined ? bare : { ...bare, notices: noticeLinks(context, parts, bare) };
}

/** A path of the same server, in the language of the page that leads there. */
export function linkTo(frame: Pick<Frame, 'language' | 'isForced'>, path: string): string {
  if (!frame.isForced) return path;
  return `${path}${path.includes('?') ? '&' : '?'}lang=${frame.language}`;
}

function bareFrame(context: Context): Frame {
  const language = languageOf(context);
  const isForced = context.req.query('lang') !== undefined;
  const isRead = context.req.method === 'GET' || context.req.method === 'HEAD';
  const versions = isRead
    ? LANGUAGES.map((each) => ({ language: each, href: inLanguage(context, each) }))
    : [];
  return { language, isForced, versions, notices: [], home: linkTo({ language, isForced }, '/') };
}

function inLanguage(context: Context, language: Language): string {
  const query = new URL(context.req.url).searchParams;
  query.set('lang', language);
  return `?${query}`;
}

function noticeLinks(
  context: Context,
  { notices, settings }: Pick<HttpParts, 'notices' | 'settings'>,
  frame: Frame,
): Frame['notices'] {
  const names = notices.names().filter((name) => settings.listed || EVEN_UNLISTED.includes(name));
  return names.flatMap((name) => {
    const notice = notices.shown(name, askedLanguages(context), settings.language);
    if (notice === undefined) return [];
    const href = linkTo(frame, `/notice/${name}`);
    const { title, language } = notice;
    return [
      title === '' ? { title: noticeWords[frame.language].titles[name], href } : { title, href, language },
    ];
  });
}
