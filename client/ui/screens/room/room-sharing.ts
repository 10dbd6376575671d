import { html, type TemplateResult } from 'lit';
import type { ClientState } from '../../../state/client-state.ts';
import type { PageState } from '../../../state/page-state.ts';
import type { StageState } from '../../../state/stage-state.ts';
import { nameOf } from '../../conversation/names.ts';
import { controls } from '../../elements/controls.styles.ts';
import { UiElement } from '../../elements/ui-element.ts';
import type { CaptureTrouble } from '../../stage/sharing/start-share.ts';
import { StageNews } from '../../stage/stage-news.ts';

/**
 * What one shares in a room, a bar for each, and what a screen reader says of those who share. `<or-room-sharing .page
 * .state .stage @trouble @stopped>`; its bars are there once the code of the stage is.
 */
class RoomSharing extends UiElement {
  static override properties = {
    page: { attribute: false },
    state: { attribute: false },
    stage: { attribute: false },
  };
  static override styles = controls;

  declare page: PageState;
  declare state: ClientState;
  declare stage: StageState;
  readonly #news = new StageNews();

  override render(): TemplateResult {
    const { page, state, stage } = this;
    const said = this.#news.hear(stage.shares.value, (id) => nameOf(state, id));
    return html`<p class="only-read" role="status">${said}</p>
      ${stage.own.value.map(
        (own) =>
          html`<or-sharing-bar .page=${page} .state=${state} .own=${own} @trouble=${this.#again} @stopped=${this.#stopped}></or-sharing-bar>`,
      )}`;
  }

  /** The bar is gone, and what had the focus with it. */
  readonly #stopped = (): void => {
    this.dispatchEvent(new Event('stopped'));
  };

  readonly #again = ({ detail }: CustomEvent<CaptureTrouble>): void => {
    this.dispatchEvent(new CustomEvent('trouble', { detail }));
  };
}

customElements.define('or-room-sharing', RoomSharing);
