import { css } from 'lit';

export const contactsStyles = css`
  :host {
    display: grid;
    gap: var(--or-space-5);
  }
  .title {
    display: flex;
    flex-wrap: wrap;
    gap: var(--or-space-3);
    align-items: center;
    justify-content: space-between;
  }
  .alone {
    display: grid;
    gap: var(--or-space-5);
    width: 100%;
    max-width: 44rem;
    margin-inline: auto;
  }
  .beside {
    display: grid;
    gap: var(--or-space-5);
  }
  .back {
    display: inline-flex;
    gap: var(--or-space-2);
    align-items: center;
    justify-self: start;
    min-height: var(--or-target);
    font-weight: 600;
    text-decoration: none;
  }
  .list {
    display: none;
  }
  .shown {
    display: grid;
    gap: var(--or-space-4);
    min-width: 0;
  }
  @media (min-width: 60rem) {
    .beside {
      grid-template-columns: 19rem minmax(0, 1fr);
      gap: var(--or-space-6);
      align-items: start;
    }
    .list {
      display: grid;
      gap: var(--or-space-3);
      align-content: start;
      min-width: 0;
    }
    .list .title {
      padding-inline: var(--or-space-3);
    }
    .back {
      display: none;
    }
  }
`;
