import { css } from 'lit';

export const joinStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 100%;
  }
  .page {
    flex: 1;
    width: 100%;
    max-width: 62rem;
    margin-inline: auto;
    padding: clamp(var(--or-space-4), 6vw, 5rem) clamp(var(--or-space-4), 4vw, var(--or-space-6)) var(--or-space-7);
  }
  .ways {
    display: grid;
    gap: var(--or-space-6);
  }
  @media (min-width: 50rem) {
    .ways {
      grid-template-columns: minmax(0, 1fr) minmax(20rem, 25rem);
      gap: var(--or-space-7);
      align-items: start;
    }
  }
  .invited {
    display: flex;
    gap: var(--or-space-2);
    align-items: center;
    padding: var(--or-space-2) var(--or-space-3);
    border-radius: var(--or-radius-m);
    background: var(--or-accent-ground);
  }
  .progress {
    display: grid;
    gap: var(--or-space-4);
    justify-items: start;
  }
  .bar {
    position: relative;
    width: 100%;
    height: 0.375rem;
    overflow: hidden;
    border-radius: 1rem;
    background: var(--or-accent-ground);
  }
  .bar::after {
    position: absolute;
    inset: 0;
    width: 40%;
    border-radius: inherit;
    background: var(--or-accent);
    animation: pass 1.8s ease-in-out infinite alternate;
    content: "";
  }
  @keyframes pass {
    to {
      transform: translateX(150%);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .bar::after {
      width: 100%;
      opacity: 0.6;
      animation: none;
    }
  }
`;
