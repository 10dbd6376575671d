import { html, svg, type TemplateResult } from 'lit';
import { t } from '../locales/language.ts';
import { keyMarkStyles } from './key-mark.styles.ts';
import { drawKeyMark } from './key-mark-tiles.ts';
import { keyWords } from './key-words.ts';
import { UiElement } from './ui-element.ts';

/**
 * The mark of a key, which people compare by eye or by voice: `<or-key-mark feed=@….ed25519 name=Bob>`. People are
 * round; with `room` it has the shape of a door. Beside a name that is read anyway it is `silent`.
 */
class KeyMark extends UiElement {
  static override properties = {
    feed: {},
    name: {},
    room: { type: Boolean, reflect: true },
    silent: { type: Boolean },
  };
  static override styles = keyMarkStyles;

  declare feed: string;
  declare name: string;
  declare room: boolean;
  declare silent: boolean;

  constructor() {
    super();
    this.feed = '';
    this.name = '';
    this.room = false;
    this.silent = false;
  }

  override render(): TemplateResult {
    const { ground, tiles } = drawKeyMark(this.feed);
    const words = keyWords(this.feed);
    const label = this.name === '' ? t('keyMark', { words }) : t('keyMarkOf', { name: this.name, words });
    const drawing = svg`<rect width="30" height="30" fill=${ground}></rect>${tiles.map(
      ({ x, y, path, turns, color }) =>
        svg`<path d=${path} fill=${color} transform="translate(${x} ${y}) rotate(${turns * 90} 5 5)"></path>`,
    )}`;
    return this.silent
      ? html`<svg viewBox="0 0 30 30" aria-hidden="true">${drawing}</svg>`
      : html`<svg viewBox="0 0 30 30" role="img" aria-label=${label}>${drawing}</svg>`;
  }
}

customElements.define('or-key-mark', KeyMark);
