import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from './free-port'

test('freePort gives one port after another, and none on which somebody listens', async () => {
  const taken = await freePort()
  const server = createServer().listen(taken, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const given: number[] = []
  // Once round all of them.
  while (given.length < 1_000) given.push(await freePort())
  expect(given).not.toContain(taken)
  expect(new Set(given).size).toBeGreaterThan(900)
})
