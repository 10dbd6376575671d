import { css, html, type TemplateResult } from 'lit';

/**
 * Work that takes a moment, and how much of it is done: the browser's own bar, with its label above.
 *
 * @param part from 0 to 1
 */
export function progressBar(label: string, part: number): TemplateResult {
  return html`<label class="progress"><span>${label}</span><progress max="1" .value=${part}></progress></label>`;
}

/** For whoever shows a {@link progressBar}. */
export const progressStyles = css`
  .progress {
    display: grid;
    gap: var(--or-space-2);
    color: var(--or-soft);
    font-size: var(--or-text-s);
  }
  progress {
    width: 100%;
    height: 0.5rem;
    overflow: hidden;
    border: 0;
    border-radius: 1rem;
    background: var(--or-accent-ground);
    appearance: none;
  }
  progress::-webkit-progress-bar {
    background: transparent;
  }
  progress::-webkit-progress-value {
    border-radius: 1rem;
    background: var(--or-accent);
  }
  progress::-moz-progress-bar {
    border-radius: 1rem;
    background: var(--or-accent);
  }
  @media (forced-colors: active) {
    progress {
      border: 1px solid CanvasText;
    }
  }
`;
