import type { FeedId } from '@open-rooms/protocol';
import { html, type nothing, type PropertyValues, type TemplateResult } from 'lit';
import { JoinError } from '../../../connection/join-error.ts';
import type { ClientState } from '../../../state/client-state.ts';
import type { PageState } from '../../../state/page-state.ts';
import { nameOf } from '../../conversation/names.ts';
import '../../elements/strip.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';

const SAID = {
  accepted: 'ringAccepted',
  declined: 'ringDeclined',
  missed: 'ringMissed',
  gone: 'ringGone',
} as const;

/**
 * One rings somebody in the room: `<or-ringing .page .state who=… @over @answered>`. It rings as long as it is there; what
 * became of it is told.
 */
class RingingStrip extends UiElement {
  static override properties = { page: { attribute: false }, state: { attribute: false }, who: {} };

  declare page: PageState;
  declare state: ClientState;
  /** Who is rung. */
  declare who: FeedId;
  #going = new AbortController();

  override render(): TemplateResult | typeof nothing {
    return html`<or-strip kind="calm" drawing="bell-ring" action=${t('cancelRing')} @act=${() => this.#over('over')}>
      ${t('ringing', { name: nameOf(this.state, this.who) })}
    </or-strip>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (!changed.has('who')) return;
    this.#going.abort();
    this.#going = new AbortController();
    void this.#ring(this.#going.signal);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#going.abort();
  }

  async #ring(signal: AbortSignal): Promise<void> {
    const { page, state, who } = this;
    const name = state.client.nameOf(who) ?? nameOf(state, who);
    try {
      const ring = await state.client.ring(who, { signal });
      const cancel = () => ring.cancel();
      if (signal.aborted) return cancel();
      signal.addEventListener('abort', cancel, { once: true });
      const how = await ring.answered;
      if (signal.aborted) return;
      page.tell(t(SAID[how], { name }));
      this.#over(how === 'accepted' ? 'answered' : 'over');
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof JoinError)) throw error;
      page.tell({ text: t('ringFailed', { name }), detail: error.message, isWrong: true });
      this.#over('over');
    }
  }

  #over(event: 'over' | 'answered'): void {
    this.dispatchEvent(new Event(event));
  }
}

customElements.define('or-ringing', RingingStrip);
