import { describe, expect, it } from 'vitest'
import { callSchema, type Call } from '../fake-provider/books/call.ts'
import { violationsOf } from './check-history'
import type { History, StopHistory, TabHistory } from './history'
import { makePlan } from './make-plan'
import type { StopPlan } from './plan'
import type { PageEvent, ShownState } from './watch-answers'

const PRESSED = 1_000
const BACK = 4_000

/** An answer of which ten characters were seen when it was stopped, and no more kept. */
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

/** What a tab told: `[time, length, state]`, in one page after the other. */
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

it('a history that broke off counts as one that breaks a promise', () => {
  expect(violationsOf({ ...quiet, brokenOff: 'tab 1 closed' })).toEqual(['tab 1 closed'])
})

it('a stop that came through breaks no promise, nor does one before its send', () => {
  expect(violations({})).toEqual([])
  expect(violations({ isBeforeSend: true, call: undefined, stored: undefined })).toEqual([])
})

describe('P13 a stop is not carried out', () => {
  it.each<[string, Partial<StopHistory>]>([
    ['still sends', { call: callOf({ open: true }) }],
    ['closed 6001 ms after the return', { call: callOf({ closedAt: BACK + 6_001 }) }],
    ['still active', { isRowActive: true }],
    ['tab 1 still shows', { stillGoing: ['tab 1'] }],
    ['is gone', { stored: undefined }],
    ['ended for disconnect', { stored: { ...stopOf().stored, endReason: 'disconnect' } as never }],
  ])('where it %s', (said, stop) => {
    expect(violations(stop).join()).toContain(said)
  })
})

describe('P1 R2 what is kept is wrong', () => {
  const stored = (text: string, status = 'cancelled') => ({
    stored: { status, endReason: status === 'cancelled' ? 'user' : 'stop', text },
  })

  it('where it was not sent', () => {
    expect(violations(stored('other')).join()).toContain('no prefix')
  })

  it('where it is more than was seen', () => {
    const said = violations(stored('word0001 word')).join()
    expect(said).toContain('12 characters were kept of 10')
  })

  it('where it is less, but for the half of a character', () => {
    const history = { ...quiet, tabs: [presser], stops: [stopOf(stored('word0001'))] }
    const of = (text: StopPlan['text']) =>
      violationsOf({ ...history, plan: { ...makePlan(1), text } })
    expect(of('numbered')).toEqual(['R2 8 characters were kept of 10 that were seen (the stop)'])
    expect(of('emoji')).toEqual([])
  })

  it('where it counts as complete and was cut', () => {
    expect(violations(stored('word0001 ', 'completed')).join()).toContain('not sent to its end')
  })
})

describe('P13 a page grows', () => {
  const grown = (...tabs: TabHistory[]) => violations({}, tabs).join()

  it('in the page of the press', () => {
    const tab = tabOf('tab 1', [['press', [PRESSED, 10, 'stopping'], [PRESSED + 50, 18, 'ended']]])
    expect(grown(tab)).toContain('tab 1 grew after Stop: from 10 to 18 characters, first 50 ms')
  })

  it('after it had shrunk', () => {
    const tab = tabOf('tab 1', [['press', [PRESSED, 4, 'stopping'], [BACK, 10, 'ended']]])
    expect(grown(tab)).toContain('from 4 to 10')
  })

  it('in a page that was opened after it, from its beginning on', () => {
    const pages = [['press'], [[BACK, 10, 'active'] as const, [BACK + 9, 12, 'stopping'] as const]]
    expect(grown(tabOf('tab 1', pages as never))).toContain('tab 1 grew, opened after Stop')
  })

  it('by a reload, where less is kept', () => {
    const pages = [
      ['press'],
      [
        [BACK, 30, 'stopping'],
        [BACK + 9, 10, 'ended'],
      ],
    ]
    expect(grown(tabOf('tab 1', pages as never))).toContain('shows 30 characters after its reload')
  })

  it('in another tab once it has been told, and may before', () => {
    const told = [PRESSED + 100, 14, 'stopping'] as const
    const before = [PRESSED + 50, 14, 'active'] as const
    const fine = tabOf('tab 2', [[[0, 4, 'active'], before, told, [BACK, 10, 'ended']]])
    expect(grown(presser, fine)).toBe('')
    const bad = tabOf('tab 2', [[[0, 4, 'active'], before, told, [BACK, 15, 'ended']]])
    expect(grown(presser, bad)).toContain('tab 2 grew once told: from 14 to 15')
  })

  it('in another tab that was not told, but not on another device', () => {
    const page = [[[0, 4, 'active'] as const, [PRESSED + 2_001, 60, 'active'] as const]]
    expect(grown(presser, tabOf('tab 2', page))).toContain('was not told of the stop in tab 1')
    expect(grown(presser, tabOf('the other device', page))).toBe('')
  })

  it('where nobody has asked it to go on', () => {
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
  ])('is %s to the page of the press', (state, count) => {
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

  it('leaves a later session alone, or is found out', () => {
    expect(later({})).toEqual([])
    expect(later({ call: undefined })).toHaveLength(1)
    expect(later({ call: callOf({ abortedByClient: true }) })).toHaveLength(1)
    expect(later({ shown: 4 })).toHaveLength(1)
  })
})
