import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { PageStage, PageState } from '../../../state/page-state.ts';
import type { RoomState } from '../../../state/room-state.ts';
import { roomCalled } from '../../conversation/names.ts';
import '../../elements/strip.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { pageClock } from '../../shell/page-clock.ts';

/** A connection that comes back within this time was never away: nothing is said. */
const SILENT_MS = 5_000;
const SECOND = 1_000;
const MINUTE_S = 60;

/**
 * Says that the connection to a room is lost, after a while, for how long, and tries at once where the person asks. It
 * also tells the page's stage: what scripts read of it.
 */
class LostStrip extends UiElement {
  static override properties = {
    page: { attribute: false },
    room: { attribute: false },
    lostFor: { state: true },
  };
  static override styles = css`
    .time {
      font-variant-numeric: tabular-nums;
      font-weight: 400;
    }
  `;

  declare page: PageState;
  declare room: RoomState;
  /** Milliseconds; `undefined` while connected. */
  declare lostFor: number | undefined;
  #lostAt: number | undefined;
  #timer: Disposable | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#timer?.[Symbol.dispose]();
    this.#lostAt = undefined;
  }

  override render(): TemplateResult | typeof nothing {
    const { lostFor, room, page } = this;
    const isLost = room.connection.value !== 'open' && lostFor !== undefined && lostFor >= SILENT_MS;
    // Without a network the page says so already.
    if (!isLost || !page.isOnline.value) return nothing;
    const name = roomCalled(room);
    return html`<or-strip action=${t('tryNow')} @act=${() => room.room.tryAgain()}>
      ${t('connectionLost', { name })} <span class="time" aria-hidden="true">${timeText(lostFor)}</span>
    </or-strip>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    // What is over meanwhile, the room tells.
    if (!this.isConnected) return;
    if (changed.has('room')) this.#lostAt = undefined;
    const isOpen = this.room.connection.value === 'open';
    if (isOpen) {
      this.#timer?.[Symbol.dispose]();
      this.#lostAt = undefined;
      this.lostFor = undefined;
    } else if (this.#lostAt === undefined) {
      this.#lostAt = pageClock.now();
      this.#tick();
    }
    const stage = this.#stage(isOpen);
    if (this.page.stage.peek() !== stage) this.page.stage.value = stage;
  }

  /** A room in which one has not been since the page was loaded is being loaded, for a while. */
  #stage(isOpen: boolean): PageStage {
    if (isOpen) return 'ready';
    if ((this.lostFor ?? 0) >= SILENT_MS) return 'reconnecting';
    return this.room.room.metadata === undefined ? 'loading' : 'ready';
  }

  readonly #tick = (): void => {
    if (this.#lostAt === undefined) return;
    this.lostFor = pageClock.now() - this.#lostAt;
    this.#timer?.[Symbol.dispose]();
    this.#timer = pageClock.after(SECOND, this.#tick);
  };
}

function timeText(ms: number): string {
  const seconds = Math.floor(ms / SECOND);
  return seconds < MINUTE_S
    ? t('seconds', { count: seconds })
    : t('minutes', { count: Math.floor(seconds / MINUTE_S) });
}

customElements.define('or-lost-strip', LostStrip);
