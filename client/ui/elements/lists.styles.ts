import { css } from 'lit';

/** Lists of people, rooms and things: a mark, words, and what can be done. And badges, dots and the empty state. */
export const lists = css`
  .rows {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }
  .list-row {
    display: flex;
    gap: var(--or-space-3);
    align-items: center;
    min-height: 3.5rem;
    padding: var(--or-space-2) var(--or-space-3);
    border-radius: var(--or-radius-m);
    color: inherit;
    text-decoration: none;
  }
  .list-row + .list-row {
    margin-top: 2px;
  }
  a.list-row:hover,
  button.list-row:hover {
    background: var(--or-hover);
    color: inherit;
  }
  button.list-row {
    width: 100%;
    border: 0;
    background: none;
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  .list-row .words {
    flex: 1;
    min-width: 0;
  }
  .list-row .name {
    display: block;
    overflow: hidden;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .list-row .detail {
    display: block;
    overflow: hidden;
    color: var(--or-soft);
    font-size: var(--or-text-s);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .badge {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-width: 1.5rem;
    height: 1.5rem;
    padding-inline: 0.45rem;
    border-radius: 0.75rem;
    background: var(--or-accent);
    color: var(--or-on-accent);
    font-size: 0.8125rem;
    font-weight: 700;
    font-variant-numeric: tabular-nums;
  }
  .pill {
    display: inline-flex;
    gap: var(--or-space-1);
    align-items: center;
    padding: 0.1rem 0.6rem;
    border: 1px solid var(--or-line);
    border-radius: 1rem;
    color: var(--or-soft);
    font-size: var(--or-text-s);
  }
  .dot {
    flex: none;
    width: 0.7rem;
    height: 0.7rem;
    border: 2px solid var(--or-field-line);
    border-radius: 50%;
  }
  .dot.live {
    border-color: var(--or-live);
    background: var(--or-live);
  }
  .empty {
    display: grid;
    gap: var(--or-space-3);
    justify-items: center;
    padding: var(--or-space-6) var(--or-space-4);
    color: var(--or-soft);
    text-align: center;
    text-wrap: balance;
  }
  .empty > .icon {
    width: 2rem;
    height: 2rem;
    stroke-width: 1.5;
  }
  @media (forced-colors: active) {
    .dot.live {
      background: CanvasText;
    }
  }
`;
