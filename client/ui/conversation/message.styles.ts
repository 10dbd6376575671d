import { css } from 'lit';

export const messageStyles = css`
  article {
    position: relative;
    display: grid;
    grid-template-columns: 2.25rem minmax(0, 1fr);
    column-gap: var(--or-space-3);
    padding: 0.15rem var(--or-space-3);
    border-radius: var(--or-radius-m);
  }
  article.first {
    margin-top: var(--or-space-3);
  }
  article:focus {
    outline: none;
  }
  article:is(:hover, :focus-within) {
    background: var(--or-hover);
  }
  article:focus-visible {
    outline: var(--or-ring);
    outline-offset: -3px;
  }
  or-key-mark {
    --or-mark-size: 2.25rem;
    margin-top: 0.2rem;
  }
  header {
    display: flex;
    gap: var(--or-space-2);
    align-items: baseline;
    min-width: 0;
    padding-inline-end: 3rem;
  }
  .name {
    overflow: hidden;
    font-weight: 650;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .mine .name {
    color: var(--or-accent);
  }
  time {
    flex: none;
    color: var(--or-soft);
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
  }
  .side {
    visibility: hidden;
    padding-top: 0.3rem;
    font-size: 0.6875rem;
    text-align: center;
    white-space: nowrap;
  }
  article:is(:hover, :focus-within) .side {
    visibility: visible;
  }
  .line {
    display: flex;
    gap: var(--or-space-2);
    align-items: flex-end;
  }
  .line .text {
    flex: 1;
  }
  .gone {
    color: var(--or-soft);
    font-style: italic;
  }
  .edited {
    color: var(--or-soft);
    font-size: 0.8125rem;
  }
  .delivery {
    display: inline-grid;
    flex: none;
    place-items: center;
    width: 1.25rem;
    height: 1.5rem;
    color: var(--or-soft);
  }
  .delivery .icon {
    width: 1rem;
    height: 1rem;
  }
  .delivery.read {
    color: var(--or-accent);
  }
  .who {
    display: none;
    color: var(--or-soft);
    font-size: 0.8125rem;
  }
  article:focus-within .who {
    display: block;
  }
  or-menu {
    position: absolute;
    inset-block-start: -0.6rem;
    inset-inline-end: var(--or-space-2);
    visibility: hidden;
    border: 1px solid var(--or-line);
    border-radius: var(--or-radius-m);
    background: var(--or-raised);
  }
  article:is(:hover, :focus-within) or-menu {
    visibility: visible;
  }
  .more {
    min-height: 2rem;
    margin-top: var(--or-space-2);
    padding: 0 var(--or-space-3);
    font-size: var(--or-text-s);
  }
  @media (hover: none) {
    article:hover:not(:focus-within) {
      background: none;
    }
    article:hover:not(:focus-within) or-menu {
      visibility: hidden;
    }
  }
`;
