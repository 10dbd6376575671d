import { css } from 'lit';

export const ringStyles = css`
  .panel {
    display: grid;
    gap: var(--or-space-4);
    justify-items: center;
    max-width: 34rem;
    margin-inline: auto;
    padding-block: var(--or-space-5);
    text-align: center;
  }
  .panel .row {
    justify-content: center;
    margin-top: var(--or-space-3);
  }
  .mark {
    --or-mark-size: 7rem;
    position: relative;
    display: grid;
    place-items: center;
    width: var(--or-mark-size);
    height: var(--or-mark-size);
    margin: var(--or-space-5);
  }
  .wait {
    display: grid;
    place-items: center;
    width: 100%;
    height: 100%;
    border-radius: 50%;
    background: var(--or-accent-ground);
    color: var(--or-accent);
  }
  .wait .icon {
    width: 2.5rem;
    height: 2.5rem;
  }
  .ringing .mark::before,
  .ringing .mark::after,
  .finding .mark::before {
    position: absolute;
    inset: 0;
    border: 2px solid var(--or-live);
    border-radius: 50%;
    animation: spread 2.4s ease-out infinite;
    content: "";
  }
  .ringing .mark::after {
    animation-delay: 1.2s;
  }
  .alias {
    display: grid;
    gap: var(--or-space-1);
    overflow-wrap: anywhere;
  }
  @keyframes spread {
    from {
      opacity: 0.9;
    }
    to {
      opacity: 0;
      transform: scale(1.5);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .ringing .mark::before,
    .ringing .mark::after,
    .finding .mark::before {
      inset: -0.5rem;
      animation: none;
    }
    .ringing .mark::after {
      inset: -1rem;
      opacity: 0.5;
    }
  }
  @media (max-width: 30rem) {
    .panel .button {
      flex: 1 1 100%;
    }
  }
`;
