import { html, nothing, type TemplateResult } from 'lit';
import type { CaptureKind } from '../../../state/media-port.ts';
import type { PageState } from '../../../state/page-state.ts';
import { copyAndTell } from '../../elements/copy-text.ts';
import { icon } from '../../elements/icons.ts';
import { drawings } from '../drawings.ts';
import { stageText } from '../stage-text.ts';
import type { CaptureTrouble } from './start-share.ts';

/** What starts a room over https without a certificate of one's own. */
const COMMAND = 'open-rooms start --tls self-signed';

/** What is called how, in a dialog about why nothing is shared. */
export function faultHeading({ kind, fault }: CaptureTrouble): string {
  switch (fault) {
    case 'blocked':
      return stageText('faultBlocked');
    case 'insecure':
      return stageText('faultInsecure');
    case 'missing':
      return stageText('faultMissing');
    case 'unsupported':
      return stageText(kind === 'display' ? 'faultUnsupported' : 'faultUnsupportedCamera');
  }
}

/** Why nothing is shared, and what next; styles: buttons. `onShare` tries what a button says. */
export function faultContent(
  trouble: CaptureTrouble,
  page: PageState,
  onShare: (kind: CaptureKind) => void,
): TemplateResult {
  return html`<div class="stack">
    <p>${sentence(trouble)}</p>
    <div class="row">${action(trouble, page, onShare)}</div>
  </div>`;
}

function sentence({ kind, fault }: CaptureTrouble): string {
  switch (fault) {
    case 'blocked':
      return stageText(kind === 'display' ? 'faultBlockedDisplay' : 'faultBlockedCamera');
    case 'insecure':
      return stageText('faultInsecureText', { command: COMMAND });
    case 'missing':
      return stageText('faultMissingText');
    case 'unsupported':
      return stageText(kind === 'display' ? 'faultUnsupportedText' : 'faultUnsupportedCameraText');
  }
}

function action(
  { kind, fault }: CaptureTrouble,
  page: PageState,
  onShare: (kind: CaptureKind) => void,
): TemplateResult | typeof nothing {
  switch (fault) {
    case 'insecure':
      return html`<button class="button" type="button" @click=${() => void copyAndTell(page, COMMAND)}>${icon('copy')}${stageText('copyCommand')}</button>`;
    case 'unsupported':
      return others(kind, page, onShare);
    case 'blocked':
    case 'missing':
      return html`<button class="button" type="button" @click=${() => onShare(kind)}>${stageText('tryAgainShare')}</button>`;
  }
}

/** What this browser can share in the place of what it cannot. */
function others(
  kind: CaptureKind,
  page: PageState,
  onShare: (kind: CaptureKind) => void,
): TemplateResult | typeof nothing {
  const can = page.media.value?.canCapture;
  if (can === undefined || kind !== 'display') return nothing;
  const camera = html`<button class="button quiet" type="button" @click=${() => onShare('camera')}>${icon('camera')}${stageText('shareCamera')}</button>`;
  const file = html`<button class="button quiet" type="button" @click=${() => onShare('file')}>${icon(drawings.film)}${stageText('shareFile')}</button>`;
  return html`${can.camera ? camera : nothing}${can.file ? file : nothing}`;
}
