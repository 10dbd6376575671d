import { css } from 'lit';

export const settingsStyles = css`
  .columns {
    display: grid;
    gap: var(--or-space-6);
  }
  .columns > * {
    min-width: 0;
  }
  .title {
    margin-bottom: var(--or-space-4);
    font: var(--or-title-m);
    letter-spacing: -0.01em;
  }
  .parts .list-row {
    gap: var(--or-space-4);
  }
  .parts .list-row > .icon:first-child {
    color: var(--or-soft);
  }
  .parts .list-row > .icon:last-child {
    color: var(--or-soft);
  }
  .parts .detail {
    white-space: normal;
  }
  .parts [aria-current] {
    background: var(--or-accent-ground);
  }
  .parts [aria-current] > .icon:first-child {
    color: var(--or-accent);
  }
  .back {
    display: inline-flex;
    gap: var(--or-space-2);
    align-items: center;
    min-height: var(--or-target);
    margin-bottom: var(--or-space-2);
    font-weight: 600;
    text-decoration: none;
  }
  @media (min-width: 52.01rem) {
    .columns {
      grid-template-columns: 17rem minmax(0, 1fr);
      align-items: start;
    }
    .parts {
      position: sticky;
      top: var(--or-space-4);
    }
  }
  @media (max-width: 52rem) {
    .parts .list-row {
      min-height: 4rem;
    }
    .parts h1 {
      font: var(--or-title-l);
    }
  }
  @media print {
    .parts,
    .back,
    .section > .title {
      display: none;
    }
    .columns {
      display: block;
    }
  }
`;
