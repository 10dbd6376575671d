import type { PropertyValues } from 'lit';
import type { PageState } from '../../state/page-state.ts';
import { UiElement } from '../elements/ui-element.ts';
import type { Router } from '../routing/router.ts';
import type { Route } from '../routing/routes.ts';

/**
 * One screen: what stands in the page's `<main>`. It has one `<h1>`, which gets the focus when somebody came by a link
 * of the page, so that a screen reader says where they are.
 */
export abstract class Screen extends UiElement {
  static override properties = {
    route: { attribute: false },
    router: { attribute: false },
    page: { attribute: false },
  };

  declare route: Route;
  declare router: Router;
  declare page: PageState;

  /** Whether the focus goes to the heading once it is there. */
  takesFocus = false;

  /** The title of the document; reads signals. */
  abstract pageTitle(): string;

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    document.title = this.pageTitle();
    if (!this.takesFocus) return;
    const heading = this.renderRoot.querySelector<HTMLElement>('h1, or-end-page');
    if (heading === null) return;
    this.takesFocus = false;
    heading.tabIndex = -1;
    void focusOnceShown(heading);
  }
}

/** A heading in the slot of another element is shown, and can have the focus, once that one is rendered. */
async function focusOnceShown(heading: HTMLElement): Promise<void> {
  await (heading.parentElement as Partial<UiElement> | null)?.updateComplete;
  heading.focus();
}
