import type { FeedId } from '@open-rooms/protocol';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { ViewerFacts } from '../../../shares/sharing/own-share.ts';
import type { ClientState } from '../../../state/client-state.ts';
import type { PageState } from '../../../state/page-state.ts';
import type { OwnShareView } from '../../../state/stage-state.ts';
import { nameOf } from '../../conversation/names.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { icon } from '../../elements/icons.ts';
import '../../elements/key-mark.ts';
import { lists } from '../../elements/lists.styles.ts';
import { isSure } from '../../elements/sure.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { familyName, viewerWords } from '../share-words.ts';
import { stageText } from '../stage-text.ts';

const BITS_PER_MEGABIT = 1_000_000;

/** Who sees what one shares, how late, and through whom; each can be removed. `<or-viewer-list .page .state .own>` */
class ViewerList extends UiElement {
  static override properties = {
    page: { attribute: false },
    state: { attribute: false },
    own: { attribute: false },
  };
  static override styles = [
    controls,
    buttons,
    lists,
    css`
      .list-row {
        padding-inline: 0;
      }
      .small {
        margin-block-start: var(--or-space-3);
      }
    `,
  ];

  declare page: PageState;
  declare state: Pick<ClientState, 'name'>;
  declare own: OwnShareView;

  override render(): TemplateResult {
    const viewers = this.own.viewers.value;
    if (viewers.length === 0) return html`<p>${stageText('viewersNone')}</p>${this.#encoded()}`;
    return html`<ul class="rows">${viewers.map((viewer) => this.#viewer(viewer))}</ul>
      ${this.#encoded()}`;
  }

  #viewer(viewer: ViewerFacts): TemplateResult {
    const name = nameOf(this.state, viewer.id);
    const label = stageText('removeViewer', { name });
    return html`<li class="list-row">
      <or-key-mark silent feed=${viewer.id}></or-key-mark>
      <span class="words"><span class="name">${name}</span><span class="detail">${viewerWords(this.state, viewer)}</span></span>
      <button class="icon-button" type="button" aria-label=${label} title=${label} @click=${() => void this.#remove(viewer.id)}>
        ${icon('user-minus')}
      </button>
    </li>`;
  }

  #encoded(): TemplateResult | typeof nothing {
    const { width, height, fps, bitsPerSecond, codec } = this.own.rate.value;
    if (width === 0) return nothing;
    const rate = Math.round((bitsPerSecond / BITS_PER_MEGABIT) * 10) / 10;
    const values = {
      width: `${width}`,
      height: `${height}`,
      fps: Math.round(fps),
      rate,
      codec: familyName(codec),
    };
    return html`<p class="small soft">${stageText('encodedAs', values)}</p>`;
  }

  async #remove(id: FeedId): Promise<void> {
    const name = nameOf(this.state, id);
    const question = {
      heading: stageText('removeQuestion', { name }),
      text: stageText('removeText'),
      yes: stageText('removeYes'),
    };
    if (!(await isSure(this.page, question))) return;
    this.own.remove(id);
    this.page.tell(stageText('viewerRemoved', { name }));
  }
}

customElements.define('or-viewer-list', ViewerList);
