import { keep, kept } from '../../preferences/kept.ts';

/** Widths of the panel, in CSS pixels. Narrower is no list, wider leaves the conversation no line. */
export const NARROWEST = 260;
export const WIDEST = 560;
const USUAL = 320;

/** How far one press of an arrow goes. */
const STEP = 20;

const NAME = 'panel-width';

/** The width that was chosen here. */
export function keptWidth(): number {
  const width = Number(kept(NAME));
  return width >= NARROWEST && width <= WIDEST ? width : USUAL;
}

/** Keeps a width for the next visit. */
export function keepWidth(width: number): void {
  keep(NAME, `${width}`);
}

/** A width as it may be. */
export function widthWithin(width: number): number {
  return Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));
}

/** Where a key moves the edge to; `undefined` for keys that do not. The panel is at the end of the line. */
export function widthByKey(key: string, width: number, isRightToLeft: boolean): number | undefined {
  const grow = isRightToLeft ? 'ArrowRight' : 'ArrowLeft';
  const shrink = isRightToLeft ? 'ArrowLeft' : 'ArrowRight';
  switch (key) {
    case grow:
      return widthWithin(width + STEP);
    case shrink:
      return widthWithin(width - STEP);
    case 'Home':
      return widthWithin(NARROWEST);
    case 'End':
      return widthWithin(WIDEST);
    default:
      return undefined;
  }
}
