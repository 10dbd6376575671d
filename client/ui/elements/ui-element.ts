import { effect } from '@preact/signals-core';
import { LitElement } from 'lit';

/**
 * An element that is rendered again whenever a signal changes that its last rendering read: it shows what signals say
 * and subscribes to nothing by hand.
 */
export class UiElement extends LitElement {
  #stopWatching: (() => void) | undefined;

  protected override performUpdate(): void {
    if (!this.isUpdatePending) return;
    // What is not in the page watches nothing: nobody would stop it.
    if (!this.isConnected) return super.performUpdate();
    const stopLast = this.#stopWatching;
    let isRendering = true;
    this.#stopWatching = effect(() => {
      if (!isRendering) return this.requestUpdate();
      isRendering = false;
      super.performUpdate();
    });
    // After the new one: a signal that both read is watched without a gap.
    stopLast?.();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopWatching?.();
    this.#stopWatching = undefined;
  }
}
