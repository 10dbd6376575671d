import { css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { IncomingRing } from '../../peers/incoming-ring.ts';
import type { ClientState } from '../../state/client-state.ts';
import type { PageState } from '../../state/page-state.ts';
import { nameOf } from '../conversation/names.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import { icon } from '../elements/icons.ts';
import '../elements/key-mark.ts';
import { UiElement } from '../elements/ui-element.ts';
import { t } from '../locales/language.ts';
import { joinedRoom, roomRoute } from '../routing/room-route.ts';
import type { Router } from '../routing/router.ts';
import { overOf } from '../screens/room/room-over.ts';
import { Bell } from './bell.ts';

/**
 * Who rings, over every page: contacts are heard; strangers only stand there, quietly, as a question.
 * `<or-rings .page .router>`.
 */
class Rings extends UiElement {
  static override properties = { page: { attribute: false }, router: { attribute: false } };
  static override styles = [
    controls,
    buttons,
    css`
      :host {
        position: fixed;
        inset: 0 0 auto;
        z-index: 2;
        display: grid;
        gap: var(--or-space-2);
        justify-items: center;
        padding: var(--or-space-3);
        pointer-events: none;
      }
      .ring {
        display: flex;
        flex-wrap: wrap;
        gap: var(--or-space-3);
        align-items: center;
        width: min(36rem, 100%);
        padding: var(--or-space-3) var(--or-space-4);
        border: 1px solid var(--or-line);
        border-radius: var(--or-radius-l);
        background: var(--or-raised);
        box-shadow: var(--or-shadow-high);
        pointer-events: auto;
      }
      .loud {
        border-color: var(--or-accent);
        animation: come var(--or-calm);
      }
      .loud or-key-mark {
        animation: ring 1.6s ease-in-out infinite;
      }
      .words {
        flex: 1 1 10rem;
        min-width: 0;
        line-height: 1.35;
        overflow-wrap: anywhere;
      }
      .words b {
        display: block;
        font-weight: 600;
      }
      .acts {
        display: flex;
        gap: var(--or-space-2);
      }
      .quiet-ring .button {
        min-height: 2.5rem;
        padding-inline: var(--or-space-4);
      }
      @keyframes come {
        from {
          opacity: 0;
          transform: translateY(-1rem);
        }
      }
      @keyframes ring {
        50% {
          box-shadow: 0 0 0 0.5rem var(--or-accent-ground);
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .loud or-key-mark {
          animation: none;
        }
      }
      @media (max-width: 30rem) {
        .acts,
        .acts .button {
          flex: 1;
        }
      }
    `,
  ];

  declare page: PageState;
  declare router: Router;
  readonly #bell = new Bell();
  readonly #heard = new WeakSet<IncomingRing>();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#bell.stop();
  }

  override render(): TemplateResult | typeof nothing {
    const state = this.page.clientState.value;
    if (state === undefined) return nothing;
    return html`<div role="alert">
        ${repeat(
          state.rings.value,
          (ring) => ring,
          (ring) => this.#ring(state, ring, t('ringsYou', { name: nameOf(state, ring.from) }), true),
        )}
      </div>
      <div role="status">
        ${repeat(
          this.#standElsewhere(state) ? [] : state.askedRings.value,
          (ring) => ring,
          (ring) => this.#ring(state, ring, t('asksToRing', { name: nameOf(state, ring.from) }), false),
        )}
      </div>`;
  }

  protected override updated(): void {
    const state = this.page.clientState.value;
    const rings = state?.rings.value ?? [];
    if (rings.length > 0) this.#bell.start();
    else this.#bell.stop();
    if (state !== undefined)
      for (const ring of [...rings, ...state.askedRings.value]) this.#follow(state, ring);
  }

  /** Inside a room that is not over, and in the list of contacts, strangers who ring are among what strangers ask there. */
  #standElsewhere(state: ClientState): boolean {
    const route = this.router.route.value;
    if (route.screen === 'contacts') return route.id === null;
    const room = route.screen === 'room' ? joinedRoom(state, this.page.here.value, route) : undefined;
    return room !== undefined && overOf(state.room(room)) === undefined;
  }

  #ring(state: ClientState, ring: IncomingRing, text: string, isLoud: boolean): TemplateResult {
    const room = state.rooms.value.find(({ id }) => id === ring.room);
    const name = room && state.room(room).name.value;
    return html`<div class="ring ${isLoud ? 'loud' : 'quiet-ring'}">
      <or-key-mark silent feed=${ring.from}></or-key-mark>
      <p class="words"><b>${text}</b>${name ? html`<span class="small soft">${t('ringsFrom', { room: name })}</span>` : nothing}</p>
      <span class="acts">
        <button class="button ${isLoud ? '' : 'quiet'}" type="button" @click=${() => this.#answer(state, ring)}>${isLoud ? icon('bell-ring') : nothing}${t('answer')}</button>
        <button class="button quiet" type="button" @click=${() => ring.decline()}>${t('declineRing')}</button>
      </span>
    </div>`;
  }

  /** Whoever is answered is met in private, in the room that they rang through. */
  #answer(state: ClientState, ring: IncomingRing): void {
    ring.accept();
    const { from } = ring;
    const route = roomRoute(state, this.page.here.peek(), ring.room);
    this.router.go(route === undefined ? { screen: 'contacts', id: from } : { ...route, facing: from });
  }

  /** Says that somebody has rung who was not answered. */
  #follow(state: ClientState, ring: IncomingRing): void {
    if (this.#heard.has(ring)) return;
    this.#heard.add(ring);
    void ring.ended.then((how) => {
      if (how === 'missed' || how === 'gone')
        this.page.tell(t('missedRing', { name: nameOf(state, ring.from) }));
    });
  }
}

customElements.define('or-rings', Rings);
