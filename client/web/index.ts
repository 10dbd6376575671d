export { watchAwake } from './awake.ts';
export { openBrowserRuntime } from './browser-runtime.ts';
export { KeyGiving } from './give-key.ts';
export { openTabRole } from './open-tab-role.ts';
export { canScan, scanCode } from './scan-code.ts';
export type { Settings } from './settings.ts';
export type { TabRole } from './tab-role.ts';
export { KeyTaking } from './take-key.ts';
export { openWebStorage, type WebStorage } from './web-storage.ts';
