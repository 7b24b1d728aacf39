import { useSettled } from '@/components/ui/time/use-settled'

/** While a person types faster than this, nothing is searched for. */
const TYPING_MS = 200

/** The words to search for when this is typed; empty if there is nothing to search for. */
export function useSearchQuery(typed: string): string {
  const wanted = typed.trim()
  const settled = useSettled(wanted, TYPING_MS)
  // Clearing the field ends the search at once.
  return wanted === '' ? '' : settled
}
