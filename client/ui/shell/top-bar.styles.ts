import { css } from 'lit';

export const topBarStyles = css`
  .bar {
    display: flex;
    gap: var(--or-space-4);
    align-items: center;
    justify-content: space-between;
    min-height: 4rem;
    padding: var(--or-space-2) clamp(var(--or-space-3), 3vw, var(--or-space-5));
  }
  .home {
    display: inline-flex;
    gap: var(--or-space-3);
    align-items: center;
    min-height: var(--or-target);
    border-radius: var(--or-radius-m);
    color: var(--or-ink);
    font: 600 1.15rem/1 var(--or-serif);
    text-decoration: none;
  }
  nav {
    display: flex;
    gap: var(--or-space-1);
    align-items: center;
  }
  .place {
    display: inline-flex;
    gap: var(--or-space-2);
    align-items: center;
    min-width: var(--or-target);
    min-height: var(--or-target);
    justify-content: center;
    padding-inline: var(--or-space-3);
    border-radius: var(--or-radius-m);
    color: var(--or-soft);
    font-weight: 600;
    text-decoration: none;
  }
  .place:hover {
    background: var(--or-hover);
    color: var(--or-ink);
  }
  .place[aria-current] {
    background: var(--or-accent-ground);
    color: var(--or-accent);
  }
  .own {
    display: inline-grid;
    place-items: center;
    width: var(--or-target);
    height: var(--or-target);
    margin-inline-start: var(--or-space-2);
    border-radius: 50%;
  }
  @media (max-width: 40rem) {
    .place {
      position: relative;
    }
    .place .badge {
      position: absolute;
      inset-block-start: 0.2rem;
      inset-inline-end: 0.1rem;
      min-width: 1.2rem;
      height: 1.2rem;
      padding-inline: 0.3rem;
      font-size: 0.72rem;
    }
    .place span {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
  @media (max-width: 22rem) {
    .home span {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
`;
