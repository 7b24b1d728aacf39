import type { AnswerView } from '@/lib/client/thread/answer-view'

/** Messages that follow each other and are drawn together, or not at all while out of sight. */
export type Stretch = { readonly key: string; readonly views: readonly AnswerView[] }

const LONGEST = 20

/**
 * Divides a thread. Where a stretch began before, one begins again, and one that has not changed is
 * the same object: what comes before or after draws nothing else anew. Pure.
 */
export function stretchesOf(
  views: readonly AnswerView[],
  before: readonly Stretch[] = [],
): readonly Stretch[] {
  const known = new Map(before.map((stretch) => [stretch.key, stretch]))
  const stretches: { key: string; views: AnswerView[] }[] = []
  for (const view of views) {
    const place = placeOf(view)
    const last = stretches.at(-1)
    if (last && last.views.length < LONGEST && !known.has(place)) last.views.push(view)
    else stretches.push({ key: place, views: [view] })
  }
  return stretches.map((stretch) => {
    const old = known.get(stretch.key)
    return old && isSame(old.views, stretch.views) ? old : stretch
  })
}

/** Versions of a message have one place in a thread: what has the focus there keeps it. */
export function placeOf({ message }: AnswerView): string {
  return message.metadata.parentId ?? 'root'
}

function isSame(some: readonly AnswerView[], others: readonly AnswerView[]): boolean {
  return some.length === others.length && some.every((view, index) => view === others[index])
}
