import { renderSVG } from 'uqr';

/** Modules of white around a QR code (ISO/IEC 18004 §6.3.8). */
const QUIET_ZONE = 4;

/**
 * Draws QR codes as SVG and remembers the last one: drawing takes a millisecond or two in which the server does nothing
 * else, and nearly all visitors come by one host name.
 */
export class QrCodes {
  #text = '';
  #svg = '';

  /** The code of a text, in black on white. */
  svg(text: string): string {
    if (text !== this.#text) {
      this.#svg = renderSVG(text, { border: QUIET_ZONE });
      this.#text = text;
    }
    return this.#svg;
  }
}
