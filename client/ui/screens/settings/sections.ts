import { html, type TemplateResult } from 'lit';
import type { PageState } from '../../../state/page-state.ts';
import type { IconName } from '../../elements/icons.ts';
import type { TextKey } from '../../locales/language.ts';
import './about.ts';
import './address.ts';
import './appearance.ts';
import './backup.ts';
import './devices.ts';
import './own-key.ts';
import './strangers.ts';

/** One part of the settings, and what shows it. */
export interface Section {
  /** How it is called in the address. */
  readonly name: string;
  readonly title: TextKey & `section${string}`;
  readonly hint: TextKey & `section${string}Hint`;
  readonly drawing: IconName;
  readonly body: (page: PageState) => TemplateResult;
}

/** In the order in which they stand. The first is shown where there is room and nobody has chosen. */
export const SECTIONS: readonly [Section, ...Section[]] = [
  {
    name: 'key',
    title: 'sectionKey',
    hint: 'sectionKeyHint',
    drawing: 'key-round',
    body: (page) => html`<or-own-key .page=${page}></or-own-key>`,
  },
  {
    name: 'backup',
    title: 'sectionBackup',
    hint: 'sectionBackupHint',
    drawing: 'scroll-text',
    body: (page) => html`<or-backup .page=${page}></or-backup>`,
  },
  {
    name: 'devices',
    title: 'sectionDevices',
    hint: 'sectionDevicesHint',
    drawing: 'smartphone',
    body: (page) => html`<or-devices .page=${page}></or-devices>`,
  },
  {
    name: 'strangers',
    title: 'sectionStrangers',
    hint: 'sectionStrangersHint',
    drawing: 'users',
    body: (page) => html`<or-strangers .page=${page}></or-strangers>`,
  },
  {
    name: 'address',
    title: 'sectionAddress',
    hint: 'sectionAddressHint',
    drawing: 'globe',
    body: (page) => html`<or-address .page=${page}></or-address>`,
  },
  {
    name: 'appearance',
    title: 'sectionAppearance',
    hint: 'sectionAppearanceHint',
    drawing: 'languages',
    body: () => html`<or-appearance></or-appearance>`,
  },
  {
    name: 'about',
    title: 'sectionAbout',
    hint: 'sectionAboutHint',
    drawing: 'eye',
    body: (page) => html`<or-about .page=${page}></or-about>`,
  },
];
