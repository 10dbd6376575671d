import { css, html, nothing, type TemplateResult } from 'lit';
import type { PageState } from '../../../state/page-state.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import '../../elements/copy-field.ts';
import { icon } from '../../elements/icons.ts';
import '../../elements/qr.ts';
import type { Told } from '../../elements/told.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { isOnlyHere } from '../../routing/only-here.ts';
import type { Router } from '../../routing/router.ts';
import { pathOf } from '../../routing/routes.ts';
import { enterUnder, NameRefused } from '../join/enter-room.ts';
import type { Entry } from '../join/entry-form.ts';
import '../join/entry-form.ts';

/** The room that has just been opened: what to pass on, and the way in. */
class RoomIsOpen extends UiElement {
  static override properties = {
    page: { attribute: false },
    router: { attribute: false },
    nameError: { state: true },
  };
  static override styles = [
    controls,
    buttons,
    css`
      :host {
        display: grid;
        gap: var(--or-space-5);
      }
      .parts {
        display: grid;
        gap: var(--or-space-5);
        align-items: start;
      }
      .pass {
        display: grid;
        gap: var(--or-space-4);
      }
      figure {
        display: grid;
        gap: var(--or-space-2);
        justify-items: center;
      }
      or-qr {
        width: min(13rem, 100%);
      }
      .local {
        display: flex;
        gap: var(--or-space-2);
        align-items: flex-start;
        padding: var(--or-space-3);
        border-radius: var(--or-radius-m);
        background: var(--or-amber-ground);
        color: var(--or-amber);
      }
      h2 {
        margin-bottom: var(--or-space-4);
      }
      @media (min-width: 50rem) {
        .parts {
          grid-template-columns: minmax(0, 1.4fr) minmax(18rem, 1fr);
        }
      }
    `,
  ];

  declare page: PageState;
  declare router: Router;
  declare nameError: Told | undefined;

  override render(): TemplateResult | typeof nothing {
    const here = this.page.here.value;
    if (here === undefined) return nothing;
    const link = location.origin + pathOf({ screen: 'room', room: null });
    const isOpen = here.mode === 'open';
    const isLocal = isOnlyHere(location.hostname);
    return html`<p class="lead">${t(isOpen ? 'openLead' : 'openMembersOnly', { name: here.name ?? '' })}</p>
      <div class="parts">
        <section class="card pass" aria-label=${t('linkOfRoom')}>
          <or-copy-field label=${t('linkOfRoom')} text=${link}></or-copy-field>
          <figure>
            <or-qr text=${link}></or-qr>
            ${isLocal ? nothing : html`<figcaption class="small soft">${t('scanIt')}</figcaption>`}
          </figure>
          ${
            isLocal
              ? html`<p class="local small">${icon('info')}<span>${t('linkIsLocal', { host: location.hostname })}</span></p>`
              : nothing
          }
          <or-copy-field label=${t('ssbAddress')} text=${here.invite} action=${t('copySsbAddress')}></or-copy-field>
        </section>
        <section class="card" aria-labelledby="in">
          <h2 id="in">${t('comeIn')}</h2>
          <or-entry-form
            .page=${this.page}
            .error=${this.nameError}
            @enter=${(event: CustomEvent<Entry>) => void this.#enter(event.detail.name)}
          ></or-entry-form>
        </section>
      </div>`;
  }

  async #enter(name: string | undefined): Promise<void> {
    try {
      await enterUnder(this.page, name, new AbortController().signal);
      this.router.go({ screen: 'room', room: null, enters: true });
    } catch (error) {
      if (!(error instanceof NameRefused)) throw error;
      this.nameError = error.told;
    }
  }
}

customElements.define('or-room-is-open', RoomIsOpen);
