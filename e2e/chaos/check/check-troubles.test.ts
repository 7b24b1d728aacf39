import { describe, expect, it } from 'vitest'
import type { EndReason } from '@/lib/contract/end-reason'
import { statusOfEndReason } from '@/lib/contract/end-reason'
import { callSchema, type Call } from '../../fake-provider/books/call.ts'
import type { Conditions, Trouble } from '../history/conditions'
import type {
  AnswerHistory,
  ConnectionHistory,
  History,
  ReaderHistory,
  SeenEvent,
  StopHistory,
} from '../history/history'
import { makePlan } from '../plan/make-plan'
import { steadyPace } from '../plan/pace'
import { violationsOf } from './check-history'

/** When the answer of these histories began, in epoch milliseconds. Other times are counted from here. */
const BEGIN = Date.parse('2026-11-30T12:00:00.000Z')
const at = (time: number) => BEGIN + time

const SENT = 'word0001 word0002 word0003 '
const directive = 'tokens=3 rate=8 text=numbered'

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
    startedAt: at(0),
    headersSentAt: at(0),
    status: 200,
    tokens: [],
    text: SENT,
    reasoningText: '',
    held: false,
    open: false,
    finishedAt: null,
    closedAt: at(500),
    abortedByClient: true,
    tokensAfterClose: 0,
    ...changed,
  })
}

/** An answer that ended for a reason at a time, with this much of what was sent. */
function answerOf(
  endReason: EndReason,
  endedAt: number,
  { text = SENT, ...changed }: Partial<AnswerHistory> & { text?: string } = {},
): AnswerHistory {
  const status = statusOfEndReason[endReason]
  return {
    name: 'the answer',
    messageId: 'a',
    directive,
    providerFaults: [],
    keepGoing: true,
    server: 0,
    before: '',
    wishes: [],
    stops: [],
    lateStops: [],
    readers: [],
    call: callOf(),
    earlierCall: undefined,
    mostCalls: 1,
    message: {
      id: 'a',
      role: 'assistant',
      parts: [{ type: 'text', text }],
      metadata: {
        chatId: 'c',
        parentId: 'q',
        siblingIds: ['a'],
        createdAt: new Date(at(0)).toISOString(),
        status,
        endReason,
        canCancel: false,
        textLength: text.length,
        startedAt: new Date(at(0)).toISOString(),
        endedAt: new Date(at(endedAt)).toISOString(),
      },
    },
    stored: { status, endReason, text },
    ...changed,
  }
}

function readerOf(
  pieces: readonly (readonly [time: number, text: string])[],
  changed: Partial<ConnectionHistory> = {},
): ReaderHistory {
  let position = 0
  const events = pieces.map(([time, delta]): SeenEvent => {
    position += delta.length
    return { at: at(time), cursor: `s:${position}`, chunk: { type: 'text-delta', id: '0', delta } }
  })
  const start: SeenEvent[] = [
    { at: at(1), cursor: 's:0', chunk: { type: 'start' } },
    { at: at(1), cursor: 's:0', chunk: { type: 'text-start', id: '0' } },
  ]
  const connection: ConnectionHistory = {
    requestedAt: at(0),
    openedAt: at(1),
    closedAt: at(900),
    after: undefined,
    events: [...start, ...events],
    end: 'left',
    brokenByLine: false,
    ...changed,
  }
  return {
    name: 'a reader',
    source: 'answer',
    isThereFirst: false,
    had: undefined,
    connections: [connection],
  }
}

function stopOf(changed: Partial<StopHistory> = {}): StopHistory {
  return {
    moment: 'running',
    of: 'answer',
    mode: 'now',
    askedAt: at(100),
    answeredAt: at(3_100),
    status: 202,
    wasRepeated: false,
    won: [],
    unconfirmed: ['a'],
    outcome: { outcome: 'unconfirmed', messageId: 'a' },
    mayCut: false,
    seenTextLength: undefined,
    readAfter: undefined,
    ...changed,
  }
}

function trouble(kind: Trouble['kind'], from: number, to: number, server?: number): Trouble {
  return { kind, server, from: at(from), to: at(to) }
}

function violations(
  answer: AnswerHistory,
  troubles: Trouble[],
  changed: Partial<Conditions & Pick<History, 'deletion' | 'next'>> = {},
): string {
  const { deletion, next, ...conditions } = changed
  return violationsOf({
    plan: makePlan(1, steadyPace),
    conditions: { pace: steadyPace, servers: 3, troubles, ...conditions },
    answers: [answer],
    next,
    deletion,
    sibling: undefined,
    refusals: [],
    listed: [],
  }).join('\n')
}

describe('P9 P10 an answer whose server is lost', () => {
  const killed = trouble('killed', 500, 3_000, 0)

  it('an answer that is interrupted in time breaks no promise', () => {
    expect(violations(answerOf('crash', 5_000), [killed])).toBe('')
    const shutDown = trouble('ended', 400, 3_000, 0)
    expect(violations(answerOf('shutdown', 1_000), [shutDown])).toBe('')
  })

  it.each<[string, Trouble[]]>([
    ['nothing happened', []],
    ['another server was killed', [trouble('killed', 500, 3_000, 1)]],
    ['PostgreSQL was gone', [trouble('PostgreSQL gone', 100, 9_000)]],
    ['its server stood still for less than a lease', [trouble('frozen', 100, 1_500, 0)]],
    ['its server was killed before it began', [trouble('killed', -3_000, -500, 0)]],
    ['its server was asked to end, and could save', [trouble('ended', 500, 3_000, 0)]],
  ])('violationsOf finds an interruption where %s', (_, troubles) => {
    expect(violations(answerOf('crash', 5_000), troubles)).toContain('its server was there')
  })

  it('any server may have been its own where that is not known', () => {
    const unknown = answerOf('crash', 5_000, { server: undefined })
    expect(violations(unknown, [trouble('killed', 500, 3_000, 2)])).toBe('')
  })

  it('violationsOf finds a shutdown that nobody asked for', () => {
    expect(violations(answerOf('shutdown', 1_000), [killed])).toContain('nobody asked for that')
  })

  it('violationsOf finds an interruption that is late, unless the others were away, too', () => {
    const late = answerOf('crash', 12_000)
    expect(violations(late, [killed])).toContain('interrupted 11500 ms after the loss')
    expect(violations(late, [killed, trouble('PostgreSQL gone', 1_000, 5_000)])).toBe('')
  })

  it('violationsOf finds text that was seen 250 ms before a kill and is missing', () => {
    const seen = readerOf([
      [200, 'word0001 '],
      [300, 'word0002 '],
    ])
    const kept = (text: string) => answerOf('crash', 5_000, { text, readers: [seen] })
    expect(violations(kept('word0001 '), [killed])).toBe('')
    expect(violations(kept('word'), [killed])).toContain('5 characters that a reader had seen')
    expect(violations(kept('word'), [killed, trouble('PostgreSQL gone', 100, 900)])).toBe('')
  })

  it('text may take longer to be saved where it takes long to its readers, too', () => {
    const lost = (sentAt: number) =>
      answerOf('crash', 5_000, {
        text: '',
        call: callOf({ tokens: [{ kind: 'text', text: 'word0001 ', sentAt: at(sentAt) }] }),
        readers: [readerOf([[200, 'word0001 ']])],
      })
    expect(violations(lost(190), [killed])).toContain('9 characters that a reader had seen')
    expect(violations(lost(150), [killed])).toBe('')
  })
})

describe('P3 P13 a stop that is not confirmed', () => {
  const stopped = (stop: Partial<StopHistory>, changed: Partial<AnswerHistory> = {}) =>
    answerOf('user', 3_050, {
      stops: [stopOf(stop)],
      wishes: [{ reason: 'user', askedAt: at(100) }],
      call: callOf({ closedAt: at(3_000) }),
      ...changed,
    })

  it('an unconfirmed stop breaks no promise while something is away', () => {
    expect(violations(stopped({}), [trouble('frozen', 50, 2_000, 0)])).toBe('')
    expect(violations(stopped({}), [trouble('PostgreSQL gone', 50, 2_000)])).toBe('')
  })

  it('violationsOf finds one where all is well', () => {
    expect(violations(stopped({}), [])).toContain('P3 a stop was not confirmed after 3000 ms')
    expect(violations(stopped({}), [], { servers: 1 })).toBe('')
    expect(violations(stopped({ answeredAt: at(900) }), [], { servers: 1 })).toContain('P3')
  })

  it('violationsOf finds one that was carried out late, though its server was there', () => {
    const late = stopped({}, { call: callOf({ closedAt: at(9_000) }) })
    expect(violations(late, [trouble('PostgreSQL gone', 50, 2_000)])).toContain('P13')
    // Its server stood still, or could be told by neither.
    expect(violations(late, [trouble('frozen', 50, 8_000, 0)])).not.toContain('P13')
    const both = [trouble('PostgreSQL gone', 50, 8_000), trouble('Redis gone', 50, 8_000)]
    expect(violations(late, both)).not.toContain('P13')
  })

  it('a late stop of an earlier session may be unconfirmed only while something is away', () => {
    const answer = answerOf('stop', 900, {
      call: callOf({ closedAt: null, finishedAt: at(900) }),
      lateStops: [stopOf({ askedAt: at(100), answeredAt: at(400) })],
    })
    expect(violations(answer, [])).toContain('P13 a stop of the session before')
    expect(violations(answer, [trouble('PostgreSQL gone', 50, 300)])).toBe('')
  })
})

describe('P6 P8 readers of several servers', () => {
  const whole = (reader: ReaderHistory, changed: Partial<AnswerHistory> = {}) =>
    answerOf('stop', 900, {
      call: callOf({ closedAt: null, finishedAt: at(900) }),
      readers: [reader],
      ...changed,
    })

  it('a reader may be dropped by a server that is killed or ends, and by nothing else', () => {
    const dropped = whole(readerOf([[200, 'word0001 ']], { end: 'broken', closedAt: at(520) }))
    expect(violations(dropped, [])).toContain('dropped without a cause')
    expect(violations(dropped, [trouble('Redis gone', 500, 900)])).toContain('without a cause')
    expect(violations(dropped, [trouble('killed', 500, 900, 2)])).toBe('')
  })

  it('text that was seen may be lost with its server only', () => {
    const [more, less] = ['word0001 word0002 ', 'word0001 ']
    const seen = readerOf([[450, more]])
    expect(violations(whole(seen), [])).toBe('')
    const cut = answerOf('crash', 5_000, { text: less, readers: [seen] })
    expect(violations(cut, [trouble('killed', 500, 3_000, 0)])).toBe('')
    const failed = answerOf('timeout_stall', 5_000, { text: less, readers: [seen] })
    expect(violations(failed, [trouble('killed', 500, 3_000, 1)])).toContain('kept was')
  })

  it('an answer may end for disconnect while the servers do not hear of its readers', () => {
    const reader = readerOf([[200, SENT]], { closedAt: at(9_000) })
    const ended = answerOf('disconnect', 4_000, { keepGoing: false, readers: [reader] })
    expect(violations(ended, [])).toContain('P8 it ended for disconnect within the grace')
    expect(violations(ended, [trouble('Redis gone', 500, 3_000)])).not.toContain('P8')
  })

  it('an answer may go on alone while a lost server counts as a follower', () => {
    const reader = readerOf([[200, SENT]], { closedAt: at(500) })
    const alone = whole(reader, { keepGoing: false })
    const long = { ...alone, message: answerOf('stop', 9_000).message }
    expect(violations(long, [])).toContain('P8 nobody followed for 8500 ms')
    expect(violations(long, [trouble('killed', 490, 3_000, 1)])).not.toContain('P8')
  })
})

describe('P2 P3 what no trouble excuses', () => {
  const calm = answerOf('stop', 900, { call: callOf({ closedAt: null, finishedAt: at(900) }) })
  const everything: Trouble[] = [
    trouble('killed', 500, 3_000, 0),
    trouble('frozen', 500, 9_000, 1),
    trouble('Redis gone', 100, 9_000),
    trouble('PostgreSQL gone', 100, 9_000),
  ]

  it.each<[string, Partial<AnswerHistory>]>([
    ['no prefix', { stored: { status: 'completed', endReason: 'stop', text: 'other' } }],
    ['called more than once', { call: callOf({ attempt: 2, finishedAt: at(900) }) }],
    ['still open', { call: callOf({ open: true, closedAt: null }) }],
    ['it was deleted by nobody', { message: undefined, stored: undefined }],
    ['disagree', { stored: { status: 'cancelled', endReason: 'user', text: SENT } }],
    ['two stops won', { stops: [stopOf({ won: ['a'] }), stopOf({ won: ['a'] })] }],
  ])('violationsOf finds: %s', (_, changed) => {
    expect(violations(calm, everything)).toBe('')
    expect(violations({ ...calm, ...changed }, everything)).not.toBe('')
  })

  it('violationsOf finds a call that goes on after a confirmed stop', () => {
    const winner = stopOf({ answeredAt: at(400), status: 200, won: ['a'], unconfirmed: [] })
    const stopped = answerOf('user', 400, {
      stops: [winner],
      wishes: [{ reason: 'user', askedAt: at(100) }],
      call: callOf({ closedAt: at(6_000) }),
    })
    expect(violations(stopped, everything)).toContain('still called after a stop was confirmed')
  })

  it('readers at several servers may be told of the deletion of an answer or of its end before that, and of one end', () => {
    const told = (name: string, endReason: EndReason, textLength: number): ReaderHistory => {
      const metadata = answerOf(endReason, 900).message?.metadata
      if (!metadata) throw new Error('an answer has metadata')
      const chunk = { type: 'finish', messageMetadata: { ...metadata, textLength } } as const
      const reader = readerOf([])
      const [connection] = reader.connections
      if (!connection) throw new Error('there is one')
      const events = [...connection.events, { at: at(900), cursor: 's:end', chunk }]
      return { ...reader, name, connections: [{ ...connection, events, end: 'done' }] }
    }
    const deletion = {
      askedAt: at(100),
      answeredAt: at(900),
      status: 204,
      wasRepeated: false,
      rowsLeft: 0,
      isRunning: false,
    }
    const gone = (...readers: ReaderHistory[]) => {
      const deleted = { ...calm, message: undefined, stored: undefined, readers }
      return (servers: number) => violations(deleted, [], { deletion, servers })
    }
    const earlyAndLate = gone(told('early', 'stop', 9), told('late', 'deleted', 0))
    expect(earlyAndLate(2)).not.toContain('P2')
    expect(earlyAndLate(1)).toContain('P2 late saw another end, deleted')
    expect(gone(told('one', 'stop', 9), told('two', 'length', 9))(2)).toContain(
      'P2 two saw another',
    )
  })

  it('a deletion may be told that it is done only if it was tried before', () => {
    const deletion = {
      askedAt: at(100),
      answeredAt: at(900),
      status: 404,
      wasRepeated: false,
      rowsLeft: 0,
      isRunning: false,
    }
    const gone = { ...calm, message: undefined, stored: undefined }
    const others = everything.filter(({ kind }) => kind !== 'killed')
    expect(violations(gone, others, { deletion })).toContain('a deletion got 404')
    expect(violations(gone, everything, { deletion })).toBe('')
    expect(violations(gone, [], { deletion: { ...deletion, wasRepeated: true } })).toBe('')
  })
})
