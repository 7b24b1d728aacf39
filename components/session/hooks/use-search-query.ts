import { useSettled } from '@/components/ui/time/use-settled'

/** While somebody types fast, nothing is searched for. */
const TYPING_MS = 200

/** What to search for when this is typed; empty is nothing. */
export function useSearchQuery(typed: string): string {
  const wanted = typed.trim()
  const settled = useSettled(wanted, TYPING_MS)
  // What is cleared is gone at once.
  return wanted === '' ? '' : settled
}
