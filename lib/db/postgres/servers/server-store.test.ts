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
    for (const server of ['s1', 's2', 's3']) await servers.renew(server)
    expect((await servers.others('s1')).toSorted()).toEqual(['s2', 's3'])
    await servers.leave('s2')
    await expire('s3')
    expect(await servers.others('s1')).toEqual([])
    await servers.renew('s3')
    expect(await servers.others('s1')).toEqual(['s3'])
  })

  test('the orphans are the active sessions of servers that do not live', async () => {
    const { servers, streams, expire } = await openWithServers()
    for (const server of ['s1', 's2', 's3']) {
      const turn = { chat: `c-${server}`, question: `q-${server}`, answer: `a-${server}` }
      await servers.renew(server)
      await streams.begin({ ...answerStart(turn), processId: server })
    }
    expect(await streams.orphans()).toEqual([])
    await servers.leave('s1')
    await expire('s2')
    const orphans = await streams.orphans()
    expect(orphans.map(({ messageId }) => messageId).toSorted()).toEqual(['a-s1', 'a-s2'])
  })
})
