import { ShareError } from '../../../shares/share-error.ts';
import type { ShareMode } from '../../../shares/share-source.ts';
import {
  type CapturedSource,
  CaptureError,
  type CaptureFault,
  type CaptureKind,
} from '../../../state/media-port.ts';
import type { PageState } from '../../../state/page-state.ts';
import type { OwnShareView, StageState } from '../../../state/stage-state.ts';
import { isSure } from '../../elements/sure.ts';
import { told } from '../../elements/told.ts';
import { keep, kept } from '../../preferences/kept.ts';
import { stageText } from '../stage-text.ts';
import { pickFile } from './pick-file.ts';

/** What a share is made for, as the person chose last. */
const MODE = 'share-mode';

/** Why nothing was captured, and what should have been: there is a page of it, with what next. */
export interface CaptureTrouble {
  readonly kind: CaptureKind;
  readonly fault: Exclude<CaptureFault, 'refused'>;
}

/** What a new share is made for: small letters, where nobody has said. */
export function keptMode(): ShareMode {
  return kept(MODE) === 'motion' ? 'motion' : 'detail';
}

/** Keeps a choice for the next share. */
export function keepMode(mode: ShareMode): void {
  keep(MODE, mode);
}

/** Shares something new. To be called in a click. Answers what keeps it from it, where the person is to know more. */
export async function startShare(
  page: PageState,
  stage: StageState,
  kind: CaptureKind,
): Promise<CaptureTrouble | undefined> {
  return captured(page, kind, async (source) => {
    await isShared(page, 'shareFailed', async () => {
      tellFault(page, await stage.stage.share(source, { mode: keptMode() }));
    });
  });
}

/** Shows something else in a share that goes on. To be called in a click. */
export async function changeSource(
  page: PageState,
  own: OwnShareView,
  kind: CaptureKind,
): Promise<CaptureTrouble | undefined> {
  return captured(page, kind, async (source) => {
    await isShared(page, 'sourceFailed', async () => {
      try {
        own.replace(source);
      } catch (error) {
        source.stop();
        throw error;
      }
    });
  });
}

/** Whether whoever shares wants to leave, which ends it for everybody: they are asked once more. */
export function mayEnd(page: PageState): Promise<boolean> {
  return isSure(page, {
    heading: stageText('leaveQuestion'),
    text: stageText('leaveText'),
    yes: stageText('leaveYes'),
  });
}

async function captured(
  page: PageState,
  kind: CaptureKind,
  use: (source: CapturedSource) => Promise<void>,
): Promise<CaptureTrouble | undefined> {
  const media = page.media.peek();
  if (media === undefined) return { kind, fault: isSecureContext ? 'unsupported' : 'insecure' };
  try {
    const picks = kind === 'file' && media.canCapture.file && isSecureContext;
    const file = picks ? await pickFile() : undefined;
    if (picks && file === undefined)
      throw new CaptureError('refused', 'Nothing is shared: no file was chosen.');
    await use(await media.capture(kind, file));
    return undefined;
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    const { fault } = error;
    if (fault !== 'refused') return { kind, fault };
    page.tell(stageText('nothingShared'));
    return undefined;
  }
}

/** Tells why a share has ended, where its person did not end it. */
function tellFault(page: PageState, own: OwnShareView): void {
  const stop = own.state.subscribe((state) => {
    if (state !== 'ended') return;
    if (own.fault !== undefined) page.tell({ ...told(stageText('shareBroke'), own.fault), isWrong: true });
    queueMicrotask(() => stop());
  });
}

/** Tells what was not done, where the room or the source is why. */
async function isShared(
  page: PageState,
  text: 'shareFailed' | 'sourceFailed',
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ShareError || error instanceof RangeError)) throw error;
    page.tell({ ...told(stageText(text), error.message), isWrong: true });
  }
}
