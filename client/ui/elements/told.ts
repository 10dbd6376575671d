import { html, type TemplateResult } from 'lit';
import { language } from '../locales/language.ts';

/** A sentence in the language of the page; `detail` is what a program says itself, which is English. */
export interface Told {
  readonly text: string;
  readonly detail?: string;
}

/** What a program says, for a person: in English as it says it, which is most exact; else in general, and then so. */
export function told(inGeneral: string, exactly: string): Told {
  return language() === 'en' ? { text: exactly } : { text: inGeneral, detail: exactly };
}

/** Writes it so that a screen reader says each part in its language. */
export function toldView(said: string | Told): string | TemplateResult {
  if (typeof said === 'string') return said;
  const { text, detail } = said;
  return detail === undefined ? text : html`${text} <span lang="en">${detail}</span>`;
}
