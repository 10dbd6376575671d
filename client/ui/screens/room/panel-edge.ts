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

/** A width as it may be, kept. */
export function chooseWidth(width: number): number {
  const chosen = Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));
  keep(NAME, `${chosen}`);
  return chosen;
}

/** Where a key moves the edge to; `undefined` for keys that do not. The panel is at the end of the line. */
export function widthByKey(key: string, width: number, isRightToLeft: boolean): number | undefined {
  const grow = isRightToLeft ? 'ArrowRight' : 'ArrowLeft';
  const shrink = isRightToLeft ? 'ArrowLeft' : 'ArrowRight';
  switch (key) {
    case grow:
      return chooseWidth(width + STEP);
    case shrink:
      return chooseWidth(width - STEP);
    case 'Home':
      return chooseWidth(NARROWEST);
    case 'End':
      return chooseWidth(WIDEST);
    default:
      return undefined;
  }
}
