import type { StopHistory, TabHistory } from './history'
import { DRAWING, TOLD_BOUND } from './limits'
import { pressOf } from './press-of'
import type { PressEvent, ShownEvent } from './watch-answers'

/** P13 and R2: no page grows after Stop until somebody asks for more. */
export function checkShown(stop: StopHistory, tabs: readonly TabHistory[]): string[] {
  const press = pressOf(stop, tabs)
  if (!press) return [`P13 the press in ${stop.pressed.tab} was not noticed`]
  return tabs.flatMap((tab) =>
    pagesOf(tab, stop).flatMap((page) => checkPage(page, { tab, stop, press })),
  )
}

/** The lengths of the answer in each page of a tab, for as long as it may not grow. */
function pagesOf(tab: TabHistory, { messageId, mayGrowFrom }: StopHistory): ShownEvent[][] {
  const shown = tab.events.filter(
    (event): event is ShownEvent =>
      event.kind === 'shown' && event.messageId === messageId && event.at < mayGrowFrom,
  )
  return [...Map.groupBy(shown, ({ documentId }) => documentId).values()]
}

function checkPage(
  page: readonly ShownEvent[],
  of: { tab: TabHistory; stop: StopHistory; press: PressEvent },
): string[] {
  const { tab, stop, press } = of
  const { documentId } = page[0] ?? {}
  const seen = press.lengths[stop.messageId] ?? 0
  if (documentId === press.documentId) {
    return [
      ...growth(after(page, press), seen, `${tab.name} grew after Stop`, press),
      // A page that was left before the end has another last state.
      ...(stop.stored?.status === 'completed' && page.at(-1)?.state === 'ended'
        ? [`P13 ${tab.name} does not say that the stop came too late`]
        : []),
    ]
  }
  const opened = tab.events.find((event) => event.documentId === documentId)?.at ?? 0
  if (opened > press.at && !tab.isElsewhere) return checkLaterPage(page, of, seen)

  const told = page.findIndex(({ at, state }) => at >= press.at && state !== 'active')
  const untold = told === -1 ? page : page.slice(0, told)
  const late = untold.filter(({ at }) => at > press.at + TOLD_BOUND + DRAWING)
  return [
    ...(late.length > 0 && !tab.isElsewhere
      ? [`P13 ${tab.name} goes on growing, and was not told of the stop in ${stop.pressed.tab}`]
      : []),
    ...(told === -1
      ? []
      : growth(
          page.slice(told),
          page[told]?.length ?? 0,
          `${tab.name} grew once told`,
          press,
          seen,
        )),
  ]
}

/** A page that was opened after the press knows of the stop from its beginning. */
function checkLaterPage(
  page: readonly ShownEvent[],
  { tab, stop, press }: { tab: TabHistory; stop: StopHistory; press: PressEvent },
  seen: number,
): string[] {
  const first = page[0]?.length ?? 0
  const isSameTab = tab.name === stop.pressed.tab
  return [
    ...growth(page, first, `${tab.name} grew, opened after Stop`, press),
    ...(isSameTab && stop.stored?.status === 'cancelled' && first > seen
      ? [`P13 R33 ${tab.name} shows ${first} characters after its reload, of ${seen} at Stop`]
      : []),
  ]
}

/** A page that was behind may catch up to the text `seen` where Stop was pressed, which is kept. */
function growth(
  page: readonly ShownEvent[],
  from: number,
  what: string,
  { at: pressedAt }: PressEvent,
  seen = 0,
): string[] {
  let least = from
  for (const { length, at } of page) {
    if (length > Math.max(least, seen)) {
      const most = Math.max(...page.map((event) => event.length))
      return [`P13 ${what}: from ${least} to ${most} characters, first ${at - pressedAt} ms after`]
    }
    least = length
  }
  return []
}

/** By order, not by time: events within one millisecond have the same time. */
function after(page: readonly ShownEvent[], press: PressEvent): readonly ShownEvent[] {
  return page.filter(({ order }) => order > press.order)
}
