import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { JoinError } from '../../../connection/join-error.ts';
import type { Where } from '../../../state/where.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { textField } from '../../elements/field.ts';
import { fields } from '../../elements/fields.styles.ts';
import { icon } from '../../elements/icons.ts';
import '../../keys/key-offer.ts';
import { lists } from '../../elements/lists.styles.ts';
import { type Told, told } from '../../elements/told.ts';
import { t } from '../../locales/language.ts';
import { hasBeenIn } from '../../routing/room-route.ts';
import { Screen } from '../screen.ts';
import { landingStyles } from './landing.styles.ts';
import './known-room.ts';
import './room-here.ts';

/** Rooms that are shown before somebody asks for all. */
const RECENT = 6;

/** Where to go: one field for everything that leads to a room or a person, the room here, and those one knows. */
class Landing extends Screen {
  static override properties = {
    ...Screen.properties,
    typed: { state: true },
    error: { state: true },
    rung: { state: true },
    showsAll: { state: true },
  };
  static override styles = [controls, buttons, fields, lists, landingStyles];

  declare typed: string;
  declare error: string | Told | undefined;
  /** Who is rung from here. */
  declare rung: (Where & { kind: 'person' }) | undefined;
  declare showsAll: boolean;

  constructor() {
    super();
    this.typed = '';
    this.showsAll = false;
  }

  /** It rings as long as one stays: whoever comes back later has not asked for it again. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('route')) this.rung = undefined;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.rung = undefined;
  }

  override pageTitle(): string {
    return t('appName');
  }

  override render(): TemplateResult {
    if (this.rung !== undefined) {
      const { who, label, room } = this.rung;
      return html`<or-ring rings .page=${this.page} .router=${this.router} .who=${who} .label=${label} .room=${room}
        @elsewhere=${this.#onElsewhere}></or-ring>`;
    }
    return html`<div class="first">
        <div class="intro">
          <h1>${t('landingTitle')}</h1>
          <p class="lead">${t('landingLead')}</p>
        </div>
        ${this.#form()}
        <or-room-here .page=${this.page} .router=${this.router}></or-room-here>
      </div>
      ${this.#recent()}
      <or-key-offer .page=${this.page}></or-key-offer>`;
  }

  #form(): TemplateResult {
    return html`<form class="card where" @submit=${this.#onSubmit} novalidate>
      ${textField({
        name: 'destination',
        label: t('aliasOrLink'),
        hint: t('aliasOrLinkHint'),
        error: this.error,
        value: this.typed,
        code: true,
        onInput: (value) => {
          this.typed = value;
          this.error = undefined;
        },
      })}
      <button class="button" type="submit">${t('go')}${icon('chevron-right')}</button>
    </form>`;
  }

  #recent(): TemplateResult | typeof nothing {
    const state = this.page.clientState.value;
    const rooms = (state?.knownRooms.value ?? []).filter(({ id }) => id !== this.page.here.value?.roomId);
    if (state === undefined) return nothing;
    if (rooms.length === 0)
      return html`<section><h2>${t('recentRooms')}</h2><p class="none">${t('noRecentRooms')}</p></section>`;
    const shown = this.showsAll ? rooms : rooms.slice(0, RECENT);
    return html`<section aria-labelledby="recent">
      <h2 id="recent">${t('recentRooms')}</h2>
      <ul class="rows">
        ${shown.map(
          (room) => html`<li>
            <or-known-room .state=${state} .self=${this.page.self.value} .router=${this.router} .room=${room}></or-known-room>
          </li>`,
        )}
      </ul>
      ${
        shown.length === rooms.length
          ? nothing
          : html`<button class="button quiet" type="button" @click=${() => {
              this.showsAll = true;
            }}>${t('showAllRooms')}</button>`
      }
    </section>`;
  }

  readonly #onElsewhere = () => {
    this.rung = undefined;
    this.takesFocus = true;
  };

  async #onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    try {
      if (this.typed.trim() === '') return this.#complain(t('aliasOrLinkEmpty'));
      // The peer's code can read this; it is there long before somebody has typed.
      const { whereTo } = await import('../../../state/where.ts');
      await this.#go(whereTo(this.typed));
    } catch (error) {
      if (!(error instanceof JoinError)) throw error;
      this.#complain(told(t('faultUnreadable'), error.message));
    }
  }

  async #go(where: Where): Promise<void> {
    if (where.kind === 'person') {
      await import('../ring/ring.ts');
      this.rung = where;
      return;
    }
    const room = where.room === location.host ? null : where.room;
    const invite = where.invite === undefined ? {} : { invite: where.invite };
    // Whoever has been there is not asked again.
    const enters = hasBeenIn(this.page.clientState.peek(), where.room);
    this.router.go({ screen: 'room', room, ...invite, enters });
  }

  #complain(error: string | Told): void {
    this.error = error;
    this.renderRoot.querySelector('input')?.focus();
  }
}

customElements.define('or-landing', Landing);
