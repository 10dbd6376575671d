import { html, type PropertyValues, type TemplateResult } from 'lit';
import type { PageState } from '../../state/page-state.ts';
import type { Self } from '../../state/self.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import '../elements/end-page.ts';
import { UiElement } from '../elements/ui-element.ts';
import { t } from '../locales/language.ts';
import './unlock.ts';

const TITLES = { locked: 'lockedTitle', elsewhere: 'elsewhereTitle', failed: 'failedTitle' } as const;

/** Why this tab is in no room, in the place of its screen: the key is locked, in use in another tab, or of no use. */
class SessionEnd extends UiElement {
  static override properties = { page: { attribute: false } };
  static override styles = [controls, buttons];

  declare page: PageState;
  /** What the focus was moved to say. */
  #told: keyof typeof TITLES | undefined;

  override render(): TemplateResult {
    const session = this.page.session.value;
    const self = this.page.self.value;
    if (session.kind === 'locked' && self !== undefined) return locked(self);
    if (session.kind === 'elsewhere') return elsewhere(self);
    return failed(session.kind === 'failed' ? session.sentence : '');
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { kind } = this.page.session.peek();
    if (kind === 'opening' || kind === 'open') return;
    document.title = `${t(TITLES[kind])} · ${t('appName')}`;
    if (kind === this.#told) return;
    this.#told = kind;
    const part = (name: string) => this.renderRoot.querySelector<HTMLElement>(name);
    (part('or-unlock') ?? part('or-end-page'))?.focus();
  }
}

function locked(self: Self): TemplateResult {
  return html`<or-end-page heading=${t('lockedTitle')} drawing="lock">
    <p>${t('lockedText')}</p>
    <or-unlock .self=${self}></or-unlock>
  </or-end-page>`;
}

function elsewhere(self: Self | undefined): TemplateResult {
  return html`<or-end-page heading=${t('elsewhereTitle')} drawing="copy">
    <p>${t('elsewhereText')}</p>
    <button slot="actions" class="button" type="button" @click=${() => self?.takeOver()}>${t('useHere')}</button>
  </or-end-page>`;
}

function failed(sentence: string): TemplateResult {
  return html`<or-end-page heading=${t('failedTitle')} drawing="circle-alert">
    <p lang="en">${sentence}</p>
    <p>${t('failedHint')}</p>
    <button slot="actions" class="button" type="button" @click=${() => location.reload()}>${t('reload')}</button>
  </or-end-page>`;
}

customElements.define('or-session-end', SessionEnd);
