import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { whenDefined } from '../../../state/when-defined.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { textField } from '../../elements/field.ts';
import { fields } from '../../elements/fields.styles.ts';
import { icon } from '../../elements/icons.ts';
import '../../elements/key-mark.ts';
import { keyWords } from '../../elements/key-words.ts';
import { textArea } from '../../elements/text-area.ts';
import { type Told, told, toldView } from '../../elements/told.ts';
import { loadRoomHere } from '../../load-room-here.ts';
import { t } from '../../locales/language.ts';
import { keepKnownKey } from '../../preferences/known-key.ts';
import { Screen } from '../screen.ts';
import { claimStyles } from './claim.styles.ts';
import './room-is-open.ts';
import { type ClaimProblem, sendClaim } from './send-claim.ts';

/** Characters of a name; the server has the last word (`room-server/rooms/naming.ts`). */
const NAME_MAX_CHARS = 64;

/** What was typed. */
interface Draft {
  readonly name: string;
  readonly description: string;
  readonly code: string;
}

type Phase =
  | { readonly kind: 'asking'; readonly problem?: ClaimProblem }
  | { readonly kind: 'sending' }
  | { readonly kind: 'open' };

/** The owner's first minute: a key that is there already, a name, a description, and the room is open. */
class Claim extends Screen {
  static override properties = { ...Screen.properties, phase: { state: true }, draft: { state: true } };
  static override styles = [controls, buttons, fields, claimStyles];

  declare phase: Phase;
  declare draft: Draft;

  constructor() {
    super();
    this.phase = { kind: 'asking' };
    this.draft = { name: '', description: '', code: '' };
  }

  override pageTitle(): string {
    return `${t(this.phase.kind === 'open' ? 'openTitle' : 'claimTitle')} · ${t('appName')}`;
  }

  override render(): TemplateResult {
    const { phase, page, router } = this;
    const here = page.here.value;
    if (phase.kind === 'open' && here !== undefined)
      return html`<h1 class="narrow">${t('openTitle')}</h1><or-room-is-open .page=${page} .router=${router}></or-room-is-open>`;
    if (here?.claimed === true) return this.#claimed();
    return html`<div class="narrow">
      <h1>${t('claimTitle')}</h1>
      <p class="lead">${t('claimLead')}</p>
      ${this.#owner()} ${this.#form()}
    </div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    if (!changed.has('phase') || this.phase.kind !== 'asking') return;
    const wrong = this.renderRoot.querySelector<HTMLElement>('[aria-invalid]');
    wrong?.focus();
  }

  #owner(): TemplateResult | typeof nothing {
    const id = this.page.self.value?.key.value.id;
    if (id === undefined) return nothing;
    return html`<div class="owner">
      <or-key-mark silent feed=${id}></or-key-mark>
      <div>
        <p class="label">${t('ownerMark')}</p>
        <p class="small soft">${t('ownerMarkText', { words: keyWords(id) })}</p>
      </div>
    </div>`;
  }

  #form(): TemplateResult {
    const { phase, draft } = this;
    const problem = phase.kind === 'asking' ? phase.problem : undefined;
    const wrong = problem?.fields ?? {};
    const isSending = phase.kind === 'sending';
    return html`<form class="card stack" @submit=${this.#onSubmit} novalidate>
      ${problem === undefined ? nothing : complaint(problem)}
      ${textField({
        name: 'name',
        label: t('roomName'),
        hint: t('roomNameHint', { count: NAME_MAX_CHARS }),
        error: ofServer(wrong['name']),
        value: draft.name,
        onInput: (name) => this.#write({ name }),
      })}
      ${this.#description(wrong['description'])} ${this.#code(wrong['code'])}
      <button class="button wide" type="submit" aria-disabled=${isSending}>
        ${isSending ? t('starting') : t('startRoom')}
      </button>
    </form>`;
  }

  #description(error: string | undefined): TemplateResult {
    return textArea({
      name: 'description',
      label: t('description'),
      hint: t('descriptionHint'),
      error: ofServer(error),
      value: this.draft.description,
      rows: 3,
      onInput: (description) => this.#write({ description }),
    });
  }

  /** The link has it: it is asked for where it is wrong, or where somebody came without. */
  #code(error: string | undefined): TemplateResult | typeof nothing {
    if (this.#linkCode !== '' && error === undefined) return nothing;
    return textField({
      name: 'code',
      label: t('claimCode'),
      hint: t('claimCodeHint'),
      error: ofServer(error),
      value: this.draft.code || this.#linkCode,
      code: true,
      onInput: (code) => this.#write({ code }),
    });
  }

  get #linkCode(): string {
    return (this.route.screen === 'claim' && this.route.code) || '';
  }

  #write(changed: Partial<Draft>): void {
    this.draft = { ...this.draft, ...changed };
  }

  async #onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.phase.kind === 'sending') return;
    this.phase = { kind: 'sending' };
    const self = await whenDefined(this.page.self, new AbortController().signal);
    const { name, description, code } = this.draft;
    const owner = self.key.value.id;
    const answer = await sendClaim({ name, description, code: code || this.#linkCode, owner });
    if (answer === undefined) {
      this.phase = { kind: 'asking', problem: { code: 'silent', sentence: t('claimSilent'), fields: {} } };
    } else if ('problem' in answer) {
      this.phase = { kind: 'asking', problem: answer.problem };
      if (answer.problem.code === 'already-claimed') await loadRoomHere(this.page, { again: true });
    } else {
      this.page.here.value = answer.room;
      if (owner !== undefined) keepKnownKey(owner);
      this.phase = { kind: 'open' };
      this.takesFocus = true;
    }
  }

  #claimed(): TemplateResult {
    return html`<div class="narrow">
      <h1>${t('claimedTitle')}</h1>
      <p class="lead">${t('claimedText')}</p>
      <a class="button" href="/room">${t('goToRoom')}</a>
    </div>`;
  }
}

function complaint({ code, sentence, fields: wrong }: ClaimProblem): TemplateResult {
  const isInFields = Object.keys(wrong).length > 0;
  const ofWhole = code === 'silent' ? sentence : told(t('claimNotYet'), sentence);
  const said = isInFields ? t('claimNotYet') : ofWhole;
  return html`<p class="error" role="alert">${icon('circle-alert')}<span>${toldView(said)}</span></p>`;
}

/** A sentence of the server about a field. */
function ofServer(sentence: string | undefined): Told | undefined {
  return sentence === undefined ? undefined : told(t('refusedText'), sentence);
}

customElements.define('or-claim', Claim);
