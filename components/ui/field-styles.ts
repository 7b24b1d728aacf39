/** The styles of form fields. */
export const fieldLabel = 'block text-sm text-muted'
export const fieldBox =
  'mt-1 block h-10 w-full rounded-lg border border-line-strong bg-surface px-3 text-base text-ink ' +
  'aria-invalid:border-failed touch:h-11'
