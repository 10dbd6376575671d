/** Whether this browser has what the page stands on. Each name is newer than the ones that it stands for. */
export function isSupported(): boolean {
  return (
    typeof WebAssembly === 'object' &&
    typeof indexedDB === 'object' &&
    typeof customElements === 'object' &&
    'adoptedStyleSheets' in Document.prototype &&
    'showPopover' in HTMLElement.prototype &&
    'findLast' in Array.prototype
  );
}
