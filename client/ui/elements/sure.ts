import { html, type TemplateResult } from 'lit';
import type { PageState } from '../../state/page-state.ts';
import { buttons } from './buttons.styles.ts';
import { controls } from './controls.styles.ts';
import type { Dialog } from './dialog.ts';
import './dialog.ts';
import { t } from '../locales/language.ts';
import { UiElement } from './ui-element.ts';

/** What somebody is to be sure of. */
export interface Question {
  /** Names the person. */
  readonly heading: string;
  readonly text: string;
  /** What the button says that does it. */
  readonly yes: string;
}

/**
 * Asks once, in a dialog over the page: whether the person says yes. The question goes with what it is about: where they
 * go back to another page meanwhile, or the session ends, the answer is no.
 */
export async function isSure(page: PageState, question: Question): Promise<boolean> {
  const sure = new Sure();
  const left = Promise.withResolvers<boolean>();
  const leave = () => left.resolve(false);
  const asked = page.session.peek();
  const stopFollowing = page.session.subscribe((session) => {
    if (session !== asked) leave();
  });
  addEventListener('popstate', leave);
  document.body.append(sure);
  try {
    return await Promise.race([sure.ask(question), left.promise]);
  } finally {
    removeEventListener('popstate', leave);
    stopFollowing();
    sure.remove();
  }
}

/** One question. */
class Sure extends UiElement {
  static override properties = { question: { state: true } };
  static override styles = [controls, buttons];

  declare question: Question;
  #isSure = false;

  constructor() {
    super();
    this.question = { heading: '', text: '', yes: '' };
  }

  override render(): TemplateResult {
    const { heading, text, yes } = this.question;
    return html`<or-dialog heading=${heading}>
      <p>${text}</p>
      <button slot="actions" class="button quiet" type="button" @click=${() => this.#dialog.close()}>${t('cancel')}</button>
      <button slot="actions" class="button danger" type="button" @click=${this.#say}>${yes}</button>
    </or-dialog>`;
  }

  /** Whether the person says yes. */
  async ask(question: Question): Promise<boolean> {
    this.question = question;
    this.#isSure = false;
    await this.updateComplete;
    await this.#dialog.show();
    return this.#isSure;
  }

  readonly #say = (): void => {
    this.#isSure = true;
    this.#dialog.close();
  };

  get #dialog(): Dialog {
    const dialog = this.renderRoot.querySelector('or-dialog');
    if (dialog === null) throw new Error('The question is not rendered.');
    return dialog as Dialog;
  }
}

customElements.define('or-sure', Sure);
