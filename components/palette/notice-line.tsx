import { useSyncExternalStore } from 'react'
import { notice } from './notice'

/** Shows for a moment, and says aloud, the effect of a key if nothing else shows it. */
export function NoticeLine() {
  const words = useSyncExternalStore(notice.subscribe, notice.words, () => '')
  return (
    <output className="pointer-events-none absolute inset-x-0 top-2 flex justify-center text-sm">
      {words !== '' && (
        <span className="rounded-xl border border-line bg-raised px-3 py-1.5 shadow-raised">
          {words}
        </span>
      )}
    </output>
  )
}
