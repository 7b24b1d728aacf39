import { describe, expect, it } from 'vitest'
import { callSchema, type Call } from '../fake-provider/books/call.ts'
import { violationsOf } from './check-history'
import type { History, StopHistory, TabHistory } from './history'
import { makePlan } from './make-plan'
import type { StopPlan } from './plan'
import type { PageEvent, ShownState } from './watch-answers'

const PRESSED = 1_000
const BACK = 4_000

/** A stop when ten characters of the answer were seen, and no more were kept. */
function stopOf(changed: Partial<StopHistory> = {}): StopHistory {
  return {
    name: 'the stop',
    messageId: 'a',
    pressed: { tab: 'tab 1', from: 0 },
    isBeforeSend: false,
    backAt: BACK,
    before: '',
    call: callOf({ closedAt: BACK + 100, abortedByClient: true }),
    stillGoing: [],
    isRowActive: false,
    stored: { status: 'cancelled', endReason: 'user', text: 'word0001 wo' },
    cancels: [],
    mayGrowFrom: Infinity,
    ...changed,
  }
}

function callOf(changed: Partial<Call> = {}): Call {
  return callSchema.parse({
    number: 1,
    key: 'k',
    attempt: 1,
    wire: 'openai-chat',
    model: 'fake-small',
    messages: [],
    system: null,
    headers: {},
    startedAt: 0,
    headersSentAt: 0,
    status: 200,
    tokens: [],
    text: 'word0001 word0002 ',
    reasoningText: '',
    held: false,
    open: false,
    finishedAt: null,
    closedAt: null,
    abortedByClient: false,
    tokensAfterClose: 0,
    ...changed,
  })
}

/** The events of a tab: `[time, length, state]`, in one page after another. */
function tabOf(
  name: string,
  pages: readonly (readonly (readonly [number, number, ShownState] | 'press')[])[],
): TabHistory {
  const events = pages.flatMap((page, index) =>
    page.map((event, order): PageEvent => {
      const documentId = `${name} ${index}`
      return event === 'press'
        ? { kind: 'press', documentId, order, at: PRESSED, label: 'Stop', lengths: { a: 10 } }
        : {
            kind: 'shown',
            documentId,
            order,
            at: event[0],
            messageId: 'a',
            length: event[1],
            state: event[2],
          }
    }),
  )
  return { name, isElsewhere: name === 'the other device', events }
}

const presser = tabOf('tab 1', [
  ['press', [PRESSED, 10, 'stopping'], [BACK, 10, 'ended']],
  [[BACK + 10, 10, 'ended']],
])

const quiet: History = {
  plan: makePlan(1),
  tabs: [],
  stops: [],
  later: undefined,
  brokenOff: undefined,
}

const violations = (stop: Partial<StopHistory>, tabs: TabHistory[] = [presser]) =>
  violationsOf({ ...quiet, tabs, stops: [stopOf(stop)] })

it('a history that broke off counts as a broken promise', () => {
  expect(violationsOf({ ...quiet, brokenOff: 'tab 1 closed' })).toEqual(['tab 1 closed'])
})

it('a stop that got through breaks no promise, nor does a stop before its send', () => {
  expect(violations({})).toEqual([])
  expect(violations({ isBeforeSend: true, call: undefined, stored: undefined })).toEqual([])
})

describe('P13 a stop that is not carried out', () => {
  it.each<[string, Partial<StopHistory>]>([
    ['still sends', { call: callOf({ open: true }) }],
    ['closed 6001 ms after the return', { call: callOf({ closedAt: BACK + 6_001 }) }],
    ['still active', { isRowActive: true }],
    ['tab 1 still shows', { stillGoing: ['tab 1'] }],
    ['is gone', { stored: undefined }],
    ['ended for disconnect', { stored: { ...stopOf().stored, endReason: 'disconnect' } as never }],
  ])('violationsOf says: %s', (said, stop) => {
    expect(violations(stop).join()).toContain(said)
  })
})

describe('P1 R2 a kept text that is wrong', () => {
  const stored = (text: string, status = 'cancelled') => ({
    stored: { status, endReason: status === 'cancelled' ? 'user' : 'stop', text },
  })

  it('violationsOf finds text that was not sent', () => {
    expect(violations(stored('other')).join()).toContain('no prefix')
  })

  it('violationsOf finds more text than was seen', () => {
    const said = violations(stored('word0001 word')).join()
    expect(said).toContain('12 characters were kept of 10')
  })

  it('violationsOf finds less text than was seen, except half a character', () => {
    const history = { ...quiet, tabs: [presser], stops: [stopOf(stored('word0001'))] }
    const of = (text: StopPlan['text']) =>
      violationsOf({ ...history, plan: { ...makePlan(1), text } })
    expect(of('numbered')).toEqual(['R2 8 characters were kept of 10 that were seen (the stop)'])
    expect(of('emoji')).toEqual([])
  })

  it('violationsOf finds a cut text that counts as complete', () => {
    expect(violations(stored('word0001 ', 'completed')).join()).toContain('not sent to its end')
  })
})

describe('P13 a page that grows', () => {
  const grown = (...tabs: TabHistory[]) => violations({}, tabs).join()

  it('the page of the press may not grow', () => {
    const tab = tabOf('tab 1', [['press', [PRESSED, 10, 'stopping'], [PRESSED + 50, 18, 'ended']]])
    expect(grown(tab)).toContain('tab 1 grew after Stop: from 10 to 18 characters, first 50 ms')
  })

  it('the page of the press may not grow back after it had shrunk', () => {
    const tab = tabOf('tab 1', [['press', [PRESSED, 4, 'stopping'], [BACK, 10, 'ended']]])
    expect(grown(tab)).toContain('from 4 to 10')
  })

  it('a page that was opened after the press may not grow from its beginning on', () => {
    const pages = [['press'], [[BACK, 10, 'active'] as const, [BACK + 9, 12, 'stopping'] as const]]
    expect(grown(tabOf('tab 1', pages as never))).toContain('tab 1 grew, opened after Stop')
  })

  it('a reload may not show more than was seen when less is kept', () => {
    const pages = [
      ['press'],
      [
        [BACK, 30, 'stopping'],
        [BACK + 9, 10, 'ended'],
      ],
    ]
    expect(grown(tabOf('tab 1', pages as never))).toContain('shows 30 characters after its reload')
  })

  it('another tab may grow until it is told of the stop, but not afterwards', () => {
    const told = [PRESSED + 100, 14, 'stopping'] as const
    const before = [PRESSED + 50, 14, 'active'] as const
    const fine = tabOf('tab 2', [[[0, 4, 'active'], before, told, [BACK, 10, 'ended']]])
    expect(grown(presser, fine)).toBe('')
    const bad = tabOf('tab 2', [[[0, 4, 'active'], before, told, [BACK, 15, 'ended']]])
    expect(grown(presser, bad)).toContain('tab 2 grew once told: from 14 to 15')
  })

  it('another tab must be told of the stop in time, unlike another device', () => {
    const page = [[[0, 4, 'active'] as const, [PRESSED + 2_001, 60, 'active'] as const]]
    expect(grown(presser, tabOf('tab 2', page))).toContain('was not told of the stop in tab 1')
    expect(grown(presser, tabOf('the other device', page))).toBe('')
  })

  it('a page may grow once somebody has asked it to go on', () => {
    const tab = tabOf('tab 1', [['press', [PRESSED, 10, 'ended'], [BACK, 18, 'active']]])
    expect(violations({ mayGrowFrom: BACK }, [tab])).toEqual([])
    expect(violations({ mayGrowFrom: BACK + 1 }, [tab])).toHaveLength(1)
  })
})

describe('P13 a stop that came too late', () => {
  const whole = {
    call: callOf({ finishedAt: BACK }),
    stored: { status: 'completed', endReason: 'stop', text: 'word0001 word0002 ' },
  }

  it.each<[ShownState, number]>([
    ['too late', 0],
    ['ended', 1],
  ])('the page of the press must say that the stop came too late: %s', (state, count) => {
    const tab = tabOf('tab 1', [['press', [PRESSED, 10, 'stopping'], [BACK, 10, state]]])
    expect(violations(whole, [tab])).toHaveLength(count)
  })
})

describe('R34 a late cancel', () => {
  const later = (changed: Partial<NonNullable<History['later']>>) =>
    violationsOf({
      ...quiet,
      later: { messageId: 'a', call: callOf({ open: true }), reached: 5, shown: 9, ...changed },
    })

  it('violationsOf finds a late cancel that ended or cut a later session', () => {
    expect(later({})).toEqual([])
    expect(later({ call: undefined })).toHaveLength(1)
    expect(later({ call: callOf({ abortedByClient: true }) })).toHaveLength(1)
    expect(later({ shown: 4 })).toHaveLength(1)
  })
})
