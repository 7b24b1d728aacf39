/** The styles of dialogs and alert dialogs. */
export const scrim = 'fixed inset-0 z-50 bg-scrim'
export const panel =
  'fixed top-1/2 left-1/2 z-50 w-[min(26rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 ' +
  'rounded-2xl border border-line bg-raised p-6 text-ink shadow-raised focus:outline-none'
export const panelTitle = 'text-base font-semibold'
export const panelActions = 'mt-6 flex justify-end gap-3'
