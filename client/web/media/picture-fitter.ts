import type { Size } from './codecs.ts';

/** Makes pictures of the size that is encoded. */
export class PictureFitter {
  #canvas: OffscreenCanvas | undefined;
  #context: OffscreenCanvasRenderingContext2D | null = null;

  /** A picture of that size and time; the given one stays as it is. One that is a pixel too large is cut, others are scaled. */
  fit(frame: VideoFrame, size: Size, timestamp: number): VideoFrame {
    const { displayWidth: width, displayHeight: height, visibleRect } = frame;
    if (width === size.width && height === size.height) return new VideoFrame(frame, { timestamp });
    const isNear = width - size.width <= 1 && height - size.height <= 1;
    const isUnscaled = visibleRect?.width === width && visibleRect.height === height;
    if (isNear && isUnscaled) {
      const { x, y } = visibleRect;
      return new VideoFrame(frame, { timestamp, visibleRect: { x, y, ...size } });
    }
    return this.#scaled(frame, size, timestamp);
  }

  #scaled(frame: VideoFrame, { width, height }: Size, timestamp: number): VideoFrame {
    if (this.#canvas?.width !== width || this.#canvas.height !== height) {
      this.#canvas = new OffscreenCanvas(width, height);
      this.#context = this.#canvas.getContext('2d', { alpha: false });
      if (this.#context) this.#context.imageSmoothingQuality = 'high';
    }
    if (this.#context === null) throw new Error('There is no canvas to make it smaller in.');
    this.#context.drawImage(frame, 0, 0, width, height);
    return new VideoFrame(this.#canvas, { timestamp });
  }
}
