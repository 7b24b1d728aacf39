import { describe, expect, inject, test } from 'vitest'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { openTestPostgres } from '@/lib/db/testing/open-test-postgres'

const HEARS = { draining: false, deaf: false }

async function openWithServers() {
  const database = await openTestPostgres()
  const { servers } = database
  if (!servers) throw new Error('PostgreSQL may have several servers')
  /** Lets the lease of a server be over, as if it had been silent for so long. */
  const expire = (serverId: string) =>
    database.sql('UPDATE servers SET lease_until = lease_until - 4001 WHERE id = ?', serverId)
  return { ...database, servers, expire }
}

describe.skipIf(inject('postgresUrl') === '')('P9 the leases of servers', () => {
  test('a server lives from its first word until it leaves, or its lease is over', async () => {
    const { servers, expire } = await openWithServers()
    for (const server of ['s1', 's2', 's3']) await servers.renew(server, HEARS)
    expect((await servers.earlier('s3')).toSorted()).toEqual(['s1', 's2'])
    await servers.leave('s2')
    await expire('s1')
    expect(await servers.earlier('s3')).toEqual([])
    await servers.renew('s1', HEARS)
    expect(await servers.earlier('s3')).toEqual(['s1'])
  })

  test('of servers that come at once, exactly one has none before it', async () => {
    const { servers } = await openWithServers()
    const names = ['s1', 's2', 's3', 's4']
    await Promise.all(names.map((name) => servers.renew(name, HEARS)))
    const earlier = await Promise.all(names.map((name) => servers.earlier(name)))
    expect(earlier.map(({ length }) => length).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3])
  })

  test('P10 the other servers are those that live and do not drain', async () => {
    const { servers, expire } = await openWithServers()
    for (const server of ['s1', 's2', 's3', 's4']) await servers.renew(server, HEARS)
    expect(await servers.others('s1')).toBe(3)
    await servers.renew('s2', { ...HEARS, draining: true })
    await expire('s3')
    expect(await servers.others('s1')).toBe(1)
    // A server that drains counts the others as any server does.
    expect(await servers.others('s2')).toBe(2)
    await servers.leave('s4')
    expect(await servers.others('s1')).toBe(0)
  })

  test('P8 a server is told with its lease whether others live and hear nothing', async () => {
    const { servers, expire } = await openWithServers()
    const renewFirst = async () => (await servers.renew('s1', HEARS)).othersAreDeaf
    expect(await renewFirst()).toBe(false)
    expect(await servers.renew('s2', { ...HEARS, deaf: true })).toEqual({ othersAreDeaf: false })
    expect(await renewFirst()).toBe(true)
    await expire('s2')
    expect(await renewFirst()).toBe(false)
    await servers.renew('s2', HEARS)
    expect(await renewFirst()).toBe(false)
  })

  test('the orphans are the active sessions of servers that do not live', async () => {
    const { servers, streams, expire } = await openWithServers()
    for (const server of ['s1', 's2', 's3']) {
      const turn = { chat: `c-${server}`, question: `q-${server}`, answer: `a-${server}` }
      await servers.renew(server, HEARS)
      await streams.begin({ ...answerStart(turn), processId: server })
    }
    expect(await streams.orphans()).toEqual([])
    await servers.leave('s1')
    await expire('s2')
    const orphans = await streams.orphans()
    expect(orphans.map(({ messageId }) => messageId).toSorted()).toEqual(['a-s1', 'a-s2'])
  })

  test('P9 an orphan whose server has come back meanwhile is not ended, but by that server itself', async () => {
    const { servers, streams, expire } = await openWithServers()
    await servers.renew('s1', HEARS)
    await streams.begin({ ...answerStart(), processId: 's1' })
    await expire('s1')
    const [orphan] = await streams.orphans()
    if (!orphan) throw new Error('there is no orphan')
    await servers.renew('s1', HEARS)
    const options = { now: 9_000, maxCharacters: 100 }
    const status = async () => (await streams.findAnswer('a1'))?.status
    await streams.interruptOrphan(orphan, options)
    await streams.interruptOrphan(orphan, { ...options, ofServer: 's2' })
    expect(await status()).toBe('active')
    expect(await servers.sessionsOf('s1')).toEqual([orphan])
    expect(await servers.sessionsOf('s2')).toEqual([])
    await streams.interruptOrphan(orphan, { ...options, ofServer: 's1' })
    expect(await status()).toBe('interrupted')
    expect(await servers.sessionsOf('s1')).toEqual([])
  })

  test('the orphan of a message is its active session, where no server lives that runs it', async () => {
    const { servers, streams, expire } = await openWithServers()
    await servers.renew('s1', HEARS)
    await streams.begin({ ...answerStart(), processId: 's1' })
    expect(await streams.orphanOf('a1')).toBeUndefined()
    await expire('s1')
    expect(await streams.orphanOf('a1')).toEqual({ sessionId: 'session-a1', messageId: 'a1' })
    expect(await streams.orphanOf('a2')).toBeUndefined()
    await servers.renew('s1', HEARS)
    expect(await streams.orphanOf('a1')).toBeUndefined()
    await servers.leave('s1')
    await streams.end(answerEnd('a1'))
    expect(await streams.orphanOf('a1')).toBeUndefined()
  })
})

describe.skipIf(inject('postgresUrl') === '')('what servers know of one another', () => {
  async function answering() {
    const database = await openWithServers()
    const { servers, streams } = database
    for (const server of ['s1', 's2']) await servers.renew(server, HEARS)
    await streams.begin({ ...answerStart({ answer: 'a1' }), processId: 's1' })
    const other = { chat: 'c2', question: 'q2', answer: 'a2' }
    await streams.begin({ ...answerStart(other), processId: 's2' })
    return database
  }
  const answer = { ownerId: 'ann', messageId: 'a1' }

  test('the running answers of a person are known with their servers, until they end', async () => {
    const { servers, streams } = await answering()
    expect(await servers.runningOf('a1')).toMatchObject({
      messageId: 'a1',
      sessionId: 'session-a1',
      serverId: 's1',
      startedAt: expect.any(Number) as unknown,
    })
    const serversOf = async (personId: string) => {
      const sessions = await servers.runningOfPerson(personId)
      return Object.fromEntries(sessions.map(({ messageId, serverId }) => [messageId, serverId]))
    }
    expect(await serversOf('ann')).toEqual({ a1: 's1', a2: 's2' })
    expect(await serversOf('bob')).toEqual({})
    await streams.end(answerEnd('a1'))
    expect(await servers.runningOf('a1')).toBeUndefined()
    expect(await serversOf('ann')).toEqual({ a2: 's2' })
  })

  test('P3 a mark is told to the server that runs the answer, until the answer ends', async () => {
    const { servers, streams } = await answering()
    const mark = { requestId: 'r1', reason: 'user', seenTextLength: 3 } as const
    const session = { sessionId: 'session-a1', serverId: 's1' }
    expect(await servers.markCancel(answer, mark)).toEqual(session)
    const later = { requestId: 'r2', reason: 'deleted' } as const
    expect(await servers.markCancel(answer, later)).toEqual(session)
    const told = { sessionId: 'session-a1', messageId: 'a1', mark }
    expect(await servers.marksFor('s1')).toEqual([told])
    expect(await servers.marksFor('s2')).toEqual([])
    await streams.end({ ...answerEnd('a1'), cancelRequestId: 'r1' })
    expect(await servers.marksFor('s1')).toEqual([])
    expect(await servers.markCancel(answer, mark)).toBeUndefined()
    expect(await servers.stopOf('session-a1')).toBe('r1')
    await streams.end(answerEnd('a2'))
    expect(await servers.stopOf('session-a2')).toBeUndefined()
  })

  test('a stop at once takes the place of one that waits for the sentence, and not the other way', async () => {
    const { servers } = await answering()
    const [now, sentence] = (['now', 'sentence'] as const).map(
      (mode) => ({ requestId: mode, reason: 'user', mode }) as const,
    )
    if (!now || !sentence) throw new Error('there are two')
    await servers.markCancel(answer, sentence)
    await servers.markCancel(answer, now)
    await servers.markCancel(answer, sentence)
    expect(await servers.marksFor('s1')).toMatchObject([{ mark: now }])
  })

  test('R8 nobody marks the answer of somebody else, or another session of it', async () => {
    const { servers } = await answering()
    const mark = { requestId: 'r1', reason: 'user' } as const
    expect(await servers.markCancel({ ...answer, ownerId: 'bob' }, mark)).toBeUndefined()
    expect(await servers.markCancel({ ...answer, sessionId: 'other' }, mark)).toBeUndefined()
    expect(await servers.marksFor('s1')).toEqual([])
    expect(await servers.markCancel({ ...answer, sessionId: 'session-a1' }, mark)).toBeDefined()
  })

  test('P6 saved text is read from a position on, in its order', async () => {
    const { servers, streams } = await answering()
    const chunk = (position: number, text: string) =>
      ({ sessionId: 'session-a1', position, part: 0, kind: 'text', text }) as const
    await streams.saveChunks([chunk(1, '😀😀')])
    await streams.saveChunks([chunk(5, 'two')])
    const textFrom = async (position: number) =>
      (await servers.chunksFrom('session-a1', position)).map(({ text }) => text)
    expect(await textFrom(0)).toEqual(['😀😀', 'two'])
    expect(await textFrom(4)).toEqual(['😀😀', 'two'])
    expect(await textFrom(6)).toEqual(['two'])
    expect(await textFrom(11)).toEqual([])
  })
})
