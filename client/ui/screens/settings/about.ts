import { css, html, nothing, type TemplateResult } from 'lit';
import type { PageState } from '../../../state/page-state.ts';
import { controls } from '../../elements/controls.styles.ts';
import { icon } from '../../elements/icons.ts';
import '../../elements/key-mark.ts';
import { keyWords } from '../../elements/key-words.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { sectionStyles } from './section.styles.ts';

/** What the room of this page can see of its guests and what not, and which version this is. */
class About extends UiElement {
  static override properties = { page: { attribute: false } };
  static override styles = [
    controls,
    sectionStyles,
    css`
      .room {
        display: flex;
        gap: var(--or-space-4);
        align-items: center;
        overflow-wrap: anywhere;
      }
      .room > div {
        min-width: 0;
      }
      .room or-key-mark {
        --or-mark-size: 3.5rem;
      }
      .list {
        display: grid;
        gap: var(--or-space-3);
      }
      .list li {
        display: flex;
        gap: var(--or-space-3);
        align-items: flex-start;
      }
      .list .icon {
        margin-top: 0.15em;
      }
      .sees .icon {
        color: var(--or-amber);
      }
      .hidden .icon {
        color: var(--or-live);
      }
    `,
  ];

  declare page: PageState;

  override render(): TemplateResult {
    return html`${this.#room()}
      <section class="card" aria-labelledby="sees">
        <h2 id="sees">${t('aboutSeesTitle')}</h2>
        <ul class="list sees">
          ${[t('aboutSeesAddress'), t('aboutSeesKey'), t('aboutSeesWhen')].map((text) => html`<li>${icon('eye')}${text}</li>`)}
        </ul>
      </section>
      <section class="card" aria-labelledby="hidden">
        <h2 id="hidden">${t('aboutHiddenTitle')}</h2>
        <ul class="list hidden">
          ${[t('aboutHiddenText'), t('aboutHiddenKey')].map((text) => html`<li>${icon('lock')}${text}</li>`)}
        </ul>
        <p class="note">${icon('info')}<span>${t('aboutHonest')}</span></p>
      </section>
      <section class="card" aria-labelledby="version">
        <h2 id="version">${t('appName')}</h2>
        <p class="text">${t('aboutVersion', { version: OPEN_ROOMS_VERSION })}. ${t('aboutFree')}</p>
      </section>`;
  }

  /** Whose server this page came from: its mark is what its owner can be asked about. */
  #room(): TemplateResult | typeof nothing {
    const here = this.page.here.value;
    if (here === undefined) return nothing;
    const { roomId, name } = here;
    return html`<section class="card" aria-labelledby="from">
      <h2 id="from">${t('aboutRoomTitle')}</h2>
      <div class="room">
        <or-key-mark room silent feed=${roomId}></or-key-mark>
        <div>
          <p><strong>${name ?? location.host}</strong></p>
          <p class="small soft">${location.origin}</p>
          <p class="small soft">${t('roomKey', { words: keyWords(roomId) })}</p>
        </div>
      </div>
    </section>`;
  }
}

customElements.define('or-about', About);
