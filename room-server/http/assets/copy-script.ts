/** Shows the copy button where it can work, and lets it copy the field that it names. The page works without. */
export const copyScript = `
for (const button of document.querySelectorAll('button[data-copies]')) {
  const field = document.getElementById(button.dataset.copies);
  const status = document.getElementById(button.dataset.status);
  button.hidden = false;
  field.addEventListener('focus', () => field.select());
  button.addEventListener('click', async () => {
    const copied = await copy(field);
    if (copied) button.focus();
    const { copied: done = 'Copied.', notCopied = 'Press Ctrl+C to copy it.' } = button.dataset;
    status.textContent = copied ? done : notCopied;
  });
}

/** The clipboard API exists only on https and localhost; the older command needs the text to be selected. */
async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    field.select();
    return document.execCommand('copy');
  }
}
`;
