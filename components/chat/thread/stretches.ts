import type { AnswerView } from '@/lib/client/thread/answer-view'

/** Consecutive messages, which are drawn together, or not at all while out of sight. */
export type Stretch = { readonly key: string; readonly views: readonly AnswerView[] }

const LONGEST = 20

/**
 * Divides a thread. A stretch begins wherever one began before, and an unchanged one is the same
 * object, so that messages that come before or after it do not draw it again. Pure.
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

/** All versions of a message have one place in a thread, where the focus stays when they change. */
export function placeOf({ message }: AnswerView): string {
  return message.metadata.parentId ?? 'root'
}

function isSame(some: readonly AnswerView[], others: readonly AnswerView[]): boolean {
  return some.length === others.length && some.every((view, index) => view === others[index])
}
