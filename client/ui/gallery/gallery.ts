import { css, html, LitElement, type TemplateResult } from 'lit';
import '../app.css';
import { PageState } from '../../state/page-state.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import '../elements/copy-field.ts';
import type { Dialog } from '../elements/dialog.ts';
import '../elements/dialog.ts';
import { textField } from '../elements/field.ts';
import { fields } from '../elements/fields.styles.ts';
import { icon } from '../elements/icons.ts';
import '../elements/key-mark.ts';
import { keyWords } from '../elements/key-words.ts';
import { lists } from '../elements/lists.styles.ts';
import '../elements/menu.ts';
import '../elements/qr.ts';
import '../elements/strip.ts';
import '../elements/toasts.ts';
import { pageClock } from '../shell/page-clock.ts';
import { FEEDS } from './feeds.ts';

const LINK = 'https://room.example/room';

/** Every element in each of its states, for tests and for whoever changes the look. No part of what is served. */
class Gallery extends LitElement {
  static override styles = [
    controls,
    buttons,
    fields,
    lists,
    css`
      main {
        display: grid;
        gap: var(--or-space-6);
        max-width: 60rem;
        margin-inline: auto;
        padding: var(--or-space-5) var(--or-space-4);
      }
      section {
        display: grid;
        gap: var(--or-space-4);
      }
      .marks {
        display: flex;
        flex-wrap: wrap;
        gap: var(--or-space-4);
      }
      .large {
        --or-mark-size: 6rem;
      }
      .two {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr));
        gap: var(--or-space-5);
        align-items: start;
      }
      or-qr {
        max-width: 14rem;
      }
    `,
  ];

  readonly #page = new PageState(pageClock);

  override render(): TemplateResult {
    return html`<or-strip action="Try now">The connection is lost. Reconnecting …</or-strip>
      <or-strip kind="wrong" drawing="circle-alert">This room is gone.</or-strip>
      <or-strip kind="calm" drawing="info">This page came over plain http, so sharing is off.</or-strip>
      <main>
        <h1>Elements</h1>
        ${this.#buttons()} ${this.#marks()} ${this.#fields()} ${this.#lists()} ${this.#overlays()}
      </main>
      <or-toasts .page=${this.#page}></or-toasts>`;
  }

  #buttons(): TemplateResult {
    return html`<section>
      <h2>Buttons</h2>
      <div class="row">
        <button class="button" type="button">Join</button>
        <button class="button" type="button">${icon('send')}Send</button>
        <button class="button quiet" type="button">${icon('copy')}Copy link</button>
        <button class="button danger" type="button">${icon('trash-2')}Leave</button>
        <button class="button" type="button" disabled>Join</button>
        <button class="icon-button" type="button" aria-label="Search">${icon('search')}</button>
        <a href="#text">A link in a text</a>
      </div>
    </section>`;
  }

  #marks(): TemplateResult {
    return html`<section>
      <h2>Key marks</h2>
      <div class="marks">${FEEDS.map((feed) => html`<or-key-mark feed=${feed}></or-key-mark>`)}</div>
      <div class="marks">${FEEDS.map((feed) => html`<or-key-mark room feed=${feed}></or-key-mark>`)}</div>
      <div class="marks large">
        ${FEEDS.slice(0, 4).map((feed) => html`<or-key-mark name="Bob" feed=${feed}></or-key-mark>`)}
      </div>
    </section>`;
  }

  #fields(): TemplateResult {
    return html`<section class="two">
      <form class="card stack">
        <h2>Fields</h2>
        ${textField({ name: 'alias', label: 'Alias or link', hint: 'Such as @bob@room.example', code: true })}
        ${textField({ name: 'name', label: 'Your name', value: 'Bob', error: 'Somebody here is called so.' })}
        <div class="choices">
          <label class="choice"><input type="radio" name="look" checked />Light</label>
          <label class="choice"><input type="radio" name="look" />Dark</label>
        </div>
      </form>
      <div class="card stack">
        <h2>To pass on</h2>
        <or-copy-field label="Link" text=${LINK}></or-copy-field>
        <or-qr text=${LINK}></or-qr>
      </div>
    </section>`;
  }

  #lists(): TemplateResult {
    return html`<section class="two">
      <div class="card">
        <ul class="rows">
          ${FEEDS.slice(0, 3).map(
            (feed, index) => html`<li class="list-row">
              <or-key-mark silent feed=${feed}></or-key-mark>
              <span class="words">
                <span class="name">${['Alice', 'Bob', 'Somebody with quite a long name of their own'][index]}</span>
                <span class="detail">direct, encrypted, 42 ms · ${keyWords(feed)}</span>
              </span>
              ${index === 0 ? html`<span class="badge">3</span>` : html`<span class="pill">contact</span>`}
            </li>`,
          )}
          <li>
            <a class="list-row" href="#room">
              <or-key-mark silent room feed=${FEEDS[3] ?? ''}></or-key-mark>
              <span class="words"><span class="name">Tea</span><span class="detail">room.example</span></span>
              <span class="dot live"></span><span class="small soft">2 people online</span>
            </a>
          </li>
        </ul>
      </div>
      <div class="card">
        <div class="empty">
          ${icon('users')}
          <h3>Nobody else is here</h3>
          <p>Pass the link on, and they come in by it.</p>
        </div>
      </div>
    </section>`;
  }

  #overlays(): TemplateResult {
    const act = () => this.#page.tell('Copied');
    return html`<section>
      <h2>Over the page</h2>
      <div class="row">
        <button class="button quiet" type="button" @click=${this.#showDialog}>Open the dialog</button>
        <button class="button quiet" type="button" @click=${act}>Tell something</button>
        <or-menu
          label="More"
          .items=${[
            { label: 'Rename', icon: 'pencil', act },
            { label: 'Compare keys', icon: 'shield-check', act },
            { label: 'Block', icon: 'ban', danger: true, act },
          ]}
        ></or-menu>
      </div>
      <or-dialog heading="Leave the room?">
        <p>You can come back by the same link.</p>
        <button slot="actions" class="button quiet" type="button">Cancel</button>
        <button slot="actions" class="button danger" type="button">Leave</button>
      </or-dialog>
    </section>`;
  }

  #showDialog(): void {
    void this.renderRoot.querySelector<Dialog>('or-dialog')?.show();
  }
}

customElements.define('or-gallery', Gallery);
document.documentElement.lang = 'en';
document.documentElement.classList.add('app');
document.title = 'Elements';
document.body.replaceChildren(document.createElement('or-gallery'));
