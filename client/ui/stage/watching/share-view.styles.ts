import { css } from 'lit';

/** The stage is dark in every theme: pictures are seen best so. */
export const shareViewStyles = css`
  :host {
    min-width: 0;
    min-height: 0;
  }
  .tile {
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto;
    grid-template-columns: minmax(0, 1fr);
    height: 100%;
    overflow: hidden;
    border-radius: var(--or-radius-m);
    background: #0f1214;
    color: #f2f1ed;
  }
  :host(:fullscreen) .tile {
    border-radius: 0;
  }
  .frame {
    position: relative;
    min-height: 0;
  }
  canvas {
    display: block;
    visibility: hidden;
    width: 100%;
    height: 100%;
    object-fit: contain;
  }
  canvas.drawn {
    visibility: visible;
  }
  .foot {
    display: flex;
    gap: var(--or-space-2);
    align-items: center;
    min-height: 2.75rem;
    padding-inline: var(--or-space-4) var(--or-space-1);
  }
  .caption {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    column-gap: var(--or-space-3);
    align-items: baseline;
    min-width: 0;
    line-height: 1.25;
  }
  .caption :is(b, span) {
    overflow: hidden;
    max-width: 100%;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .way {
    color: #b9c0c6;
    font-size: 0.8125rem;
  }
  .cover {
    position: absolute;
    inset: 0;
    display: grid;
    gap: var(--or-space-3);
    align-content: center;
    justify-items: center;
    padding: var(--or-space-3);
    color: #d6dade;
    text-align: center;
    text-wrap: balance;
  }
  .cover p {
    display: flex;
    gap: var(--or-space-2);
    align-items: center;
    max-width: 32rem;
  }
  .cover.over {
    inset: var(--or-space-3) auto auto 50%;
    width: max-content;
    max-width: calc(100% - 1rem);
    padding: var(--or-space-2) var(--or-space-4);
    border-radius: 2rem;
    background: #0f1214;
    box-shadow: 0 0 0 1px #3a4248;
    transform: translateX(-50%);
  }
  .cover .button {
    border-color: #8b959d;
    color: #f2f1ed;
  }
  .cover .button:hover {
    background: rgb(255 255 255 / 12%);
    color: #ffffff;
  }
  .hear {
    position: absolute;
    inset: auto auto var(--or-space-5) 50%;
    background: #8ad6b5;
    color: #0c2019;
    white-space: nowrap;
    transform: translateX(-50%);
  }
  .hear:hover {
    background: #a8e4ca;
    color: #0c2019;
  }
  .enlarge {
    position: absolute;
    inset: 0;
    border: 0;
    border-radius: var(--or-radius-m);
    background: none;
    cursor: pointer;
  }
  .enlarge:focus-visible {
    outline-offset: -3px;
  }
  :host([place="strip"]) .foot {
    min-height: 1.75rem;
    padding-inline: var(--or-space-3);
    font-size: 0.8125rem;
  }
  :host([place="strip"]) .way {
    display: none;
  }
  :host([place="strip"]) .cover {
    inset: 0;
    gap: var(--or-space-1);
    width: auto;
    max-width: none;
    padding: var(--or-space-1);
    border-radius: 0;
    background: rgb(15 18 20 / 82%);
    box-shadow: none;
    font-size: 0.8125rem;
    line-height: 1.2;
    transform: none;
  }
  :host([place="strip"]) .cover p {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
  }
  :host([place="strip"]) .cover .icon {
    display: none;
  }
  :host([place="strip"]) .cover .button {
    min-height: 2rem;
    padding-block: 0;
  }
  @media (max-width: 52rem) {
    :host([place="main"]) .tile {
      border-radius: 0;
    }
  }
  @media (forced-colors: active) {
    .tile {
      border: 1px solid CanvasText;
    }
  }
`;
