/** Phones and tablets: the battery and the plan are their owner's. */
const HELD = matchMedia('(pointer: coarse) and (hover: none)');

/** Whether others may be fed from this page: not from what is held in a hand, hidden, or asked to save data. */
export function mayForward(): boolean {
  return !HELD.matches && document.visibilityState === 'visible' && !savesData();
}

/** Some browsers tell what their person wants of the network. */
function savesData(): boolean {
  if (!('connection' in navigator)) return false;
  const { connection } = navigator;
  return (
    typeof connection === 'object' &&
    connection !== null &&
    'saveData' in connection &&
    connection.saveData === true
  );
}
