import type { Page } from 'playwright-core';
import { within } from '../stock/deadline.ts';
import { ageOf, CODE_COLUMNS, CODE_HEIGHT, CODE_ROWS, codeOf, type PictureCode } from './picture-code.ts';

/**
 * How light the middle of each cell is, of what the canvas or video whose name ends so shows in the next frame: an expression
 * for a page of ours. Nothing while there is none, or it shows nothing.
 */
function lightsOf(name: string): string {
  return `new Promise((resolve) => requestAnimationFrame(resolve)).then(() => {
  const find = (root) => {
    for (const element of root.querySelectorAll('*')) {
      const isPicture = ['CANVAS', 'VIDEO'].includes(element.tagName);
      if (isPicture && element.ariaLabel?.endsWith(${JSON.stringify(name)})) return element;
      const inside = element.shadowRoot && find(element.shadowRoot);
      if (inside) return inside;
    }
  };
  const picture = find(document);
  const width = picture?.videoWidth ?? picture?.width;
  const height = picture?.videoHeight ?? picture?.height;
  if (!width || !height) return [];
  const [across, down] = [${CODE_COLUMNS * 4}, ${CODE_ROWS * 4}];
  const small = Object.assign(document.createElement('canvas'), { width: across, height: down });
  const context = small.getContext('2d', { willReadFrequently: true });
  context.drawImage(picture, 0, 0, width, height * ${CODE_HEIGHT}, 0, 0, across, down);
  const { data } = context.getImageData(0, 0, across, down);
  const lights = [];
  for (let y = 2; y < down; y += 4)
    for (let x = 2; x < across; x += 4) {
      const at = 4 * (y * across + x);
      lights.push(0.3 * data[at] + 0.59 * data[at + 1] + 0.11 * data[at + 2]);
    }
  return lights;
})`;
}

/**
 * Resolves with the next code of the picture whose name ends so that was drawn after `since`, on a page of ours: its policy lets
 * no script of a test in, so that it is read from here.
 */
export function seesPicture(page: Page, name: string, since = Date.now()): Promise<PictureCode> {
  const look = async () => {
    while (true) {
      const lights: number[] = await page.evaluate(lightsOf(name));
      const code = codeOf(lights);
      if (code && Date.now() - ageOf(code, Date.now()) > since) return code;
    }
  };
  return within(`a new picture on "${name}"`, look());
}
