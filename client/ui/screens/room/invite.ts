import { css, html, nothing, type TemplateResult } from 'lit';
import type { Room } from '../../../connection/room.ts';
import type { ClientState } from '../../../state/client-state.ts';
import type { PageState } from '../../../state/page-state.ts';
import { controls } from '../../elements/controls.styles.ts';
import '../../elements/copy-field.ts';
import '../../elements/qr.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { roomRoute } from '../../routing/room-route.ts';
import { pathOf } from '../../routing/routes.ts';

/** The ways into a room, to be passed on: its link, the same as a QR code, and what SSB apps take. */
class Invite extends UiElement {
  static override properties = {
    page: { attribute: false },
    state: { attribute: false },
    room: { attribute: false },
  };
  static override styles = [
    controls,
    css`
      .ways {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--or-space-3) var(--or-space-5);
        align-items: start;
      }
      or-qr {
        width: 10rem;
      }
      details {
        grid-column: 1 / -1;
        min-width: 0;
      }
      summary {
        min-height: 2rem;
        color: var(--or-soft);
        font-weight: 600;
        cursor: pointer;
      }
      .for-apps {
        display: grid;
        gap: var(--or-space-2);
        padding-top: var(--or-space-2);
      }
      @media (max-width: 34rem) {
        .ways {
          grid-template-columns: minmax(0, 1fr);
        }
        or-qr {
          width: min(100%, 11rem);
          justify-self: center;
        }
      }
    `,
  ];

  declare page: PageState;
  declare state: ClientState;
  declare room: Room;

  override render(): TemplateResult | typeof nothing {
    const link = this.#link();
    if (link === undefined) return nothing;
    return html`<div class="ways">
      <or-copy-field label=${t('roomLink')} text=${link}></or-copy-field>
      <or-qr text=${link}></or-qr>
      <details>
        <summary>${t('forApps')}</summary>
        <div class="for-apps">${this.#forApps()}</div>
      </details>
    </div>`;
  }

  override focus(): void {
    this.renderRoot.querySelector('or-copy-field')?.shadowRoot?.querySelector('button')?.focus();
  }

  /** By the page of this server, which leads to every room. */
  #link(): string | undefined {
    const route = roomRoute(this.state, this.page.here.value, this.room.id);
    return route && new URL(pathOf(route), location.origin).href;
  }

  #forApps(): TemplateResult {
    const here = this.page.here.value;
    const isHere = here?.roomId === this.room.id;
    const addresses = this.state.client.knownRooms.room(this.room.id)?.addresses ?? '';
    return html`<p class="small soft">${t('forAppsHint')}</p>
      ${isHere ? html`<or-copy-field label=${t('appInvite')} action=${t('copyInvite')} text=${here.invite}></or-copy-field>` : nothing}
      <or-copy-field
        label=${t('appAddress')}
        action=${t('copyAddress')}
        text=${isHere ? (here.addresses[0] ?? addresses) : addresses}
      ></or-copy-field>`;
  }
}

customElements.define('or-invite', Invite);
