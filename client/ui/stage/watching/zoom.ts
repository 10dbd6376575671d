/** How a picture is enlarged: by `scale`, and moved from the middle by these parts of what it fills when it fits. */
export interface Zoom {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** A place on what the picture fills: from -0.5 to 0.5, seen from the middle. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

export const FIT: Zoom = { scale: 1, x: 0, y: 0 };

/** Small letters of a 4K screen can be read on a phone then; more shows nothing new. */
const MOST = 8;

/** What one press of a key or button does. */
export const ZOOM_STEP = 1.25;

/** How far one press of an arrow moves, in parts of what is seen. */
const PAN_STEP = 0.1;

/** Enlarges by `factor`; what is under `spot` stays where it is. */
export function zoomAt(zoom: Zoom, factor: number, spot: Spot = { x: 0, y: 0 }): Zoom {
  const scale = Math.min(MOST, Math.max(1, zoom.scale * factor));
  const grown = scale / zoom.scale;
  return within({ scale, x: spot.x - (spot.x - zoom.x) * grown, y: spot.y - (spot.y - zoom.y) * grown });
}

/** Moves the picture by parts of what it fills when it fits. */
export function pannedBy(zoom: Zoom, x: number, y: number): Zoom {
  return within({ scale: zoom.scale, x: zoom.x + x, y: zoom.y + y });
}

/** What a key of a picture that has the focus does; `undefined` for keys that do nothing. */
export function zoomByKey(zoom: Zoom, key: string): Zoom | undefined {
  switch (key) {
    case '+':
    case '=':
      return zoomAt(zoom, ZOOM_STEP);
    case '-':
      return zoomAt(zoom, 1 / ZOOM_STEP);
    case '0':
      return FIT;
  }
  if (zoom.scale === 1) return undefined;
  switch (key) {
    case 'ArrowLeft':
      return pannedBy(zoom, PAN_STEP, 0);
    case 'ArrowRight':
      return pannedBy(zoom, -PAN_STEP, 0);
    case 'ArrowUp':
      return pannedBy(zoom, 0, PAN_STEP);
    case 'ArrowDown':
      return pannedBy(zoom, 0, -PAN_STEP);
    default:
      return undefined;
  }
}

/** What a turn of the wheel enlarges by: `pixels` as the browser counts them. */
export function wheelFactor(pixels: number): number {
  return ZOOM_STEP ** (-pixels / 100);
}

/** No edge of the picture comes inside of what it fills. */
function within({ scale, x, y }: Zoom): Zoom {
  const most = (scale - 1) / 2;
  const bounded = (value: number) => Math.min(most, Math.max(-most, value)) || 0;
  return { scale, x: bounded(x), y: bounded(y) };
}
