import { describe, expect, inject, test } from 'vitest'
import { answerStart } from '@/lib/db/testing/answer-start'
import { openTestPostgres } from '@/lib/db/testing/open-test-postgres'

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
    for (const server of ['s1', 's2', 's3']) await servers.renew(server, false)
    expect((await servers.earlier('s3')).toSorted()).toEqual(['s1', 's2'])
    await servers.leave('s2')
    await expire('s1')
    expect(await servers.earlier('s3')).toEqual([])
    await servers.renew('s1', false)
    expect(await servers.earlier('s3')).toEqual(['s1'])
  })

  test('of servers that come at once, exactly one has none before it', async () => {
    const { servers } = await openWithServers()
    const names = ['s1', 's2', 's3', 's4']
    await Promise.all(names.map((name) => servers.renew(name, false)))
    const earlier = await Promise.all(names.map((name) => servers.earlier(name)))
    expect(earlier.map(({ length }) => length).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3])
  })

  test('P10 the other servers are those that live and do not drain', async () => {
    const { servers, expire } = await openWithServers()
    for (const server of ['s1', 's2', 's3', 's4']) await servers.renew(server, false)
    expect(await servers.others('s1')).toBe(3)
    await servers.renew('s2', true)
    await expire('s3')
    expect(await servers.others('s1')).toBe(1)
    // A server that drains counts the others as any server does.
    expect(await servers.others('s2')).toBe(2)
    await servers.leave('s4')
    expect(await servers.others('s1')).toBe(0)
  })

  test('the orphans are the active sessions of servers that do not live', async () => {
    const { servers, streams, expire } = await openWithServers()
    for (const server of ['s1', 's2', 's3']) {
      const turn = { chat: `c-${server}`, question: `q-${server}`, answer: `a-${server}` }
      await servers.renew(server, false)
      await streams.begin({ ...answerStart(turn), processId: server })
    }
    expect(await streams.orphans()).toEqual([])
    await servers.leave('s1')
    await expire('s2')
    const orphans = await streams.orphans()
    expect(orphans.map(({ messageId }) => messageId).toSorted()).toEqual(['a-s1', 'a-s2'])
  })
})
