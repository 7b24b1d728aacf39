import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { patientFetch, wasRepeated } from './patient-fetch'

/** A server whose calls are taken by these, one after another, and then by the last. */
async function serverWith(...takers: RequestListener[]) {
  const taken: number[] = []
  const server = createServer((request, response) => {
    const number = Math.min(taken.length, takers.length - 1)
    taken.push(number)
    takers[number]?.(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, taken }
}

const fail: RequestListener = (_, response) => response.writeHead(502).end()
const breakOff: RequestListener = (request) => request.socket.destroy()
const succeed: RequestListener = (_, response) => response.end('{"fine":true}')
const breakInBody: RequestListener = (_, response) => {
  response.writeHead(200, { 'Content-Length': '100' })
  response.write('{"fi', () => response.destroy())
}

test('P13 patientFetch makes a call again that failed, broke off, or broke within its body', async () => {
  const { url, taken } = await serverWith(fail, breakOff, breakInBody, succeed)
  const response = await patientFetch(url, {})
  expect(await response.json()).toEqual({ fine: true })
  expect(wasRepeated(response)).toBe(true)
  expect(taken).toHaveLength(4)
})

test('P13 patientFetch makes a call once that is answered, also with a refusal', async () => {
  const refuse: RequestListener = (_, response) => response.writeHead(404).end('{}')
  const { url, taken } = await serverWith(refuse)
  const response = await patientFetch(url, {})
  expect([response.status, wasRepeated(response)]).toEqual([404, false])
  expect(taken).toHaveLength(1)
})

test('P13 patientFetch gives up a server that does not answer in four seconds', async () => {
  const { url, taken } = await serverWith(() => {}, succeed)
  const startedAt = performance.now()
  expect(await (await patientFetch(url, {})).text()).toContain('fine')
  expect(performance.now() - startedAt).toBeGreaterThan(3_900)
  expect(taken).toHaveLength(2)
})

test('P6 patientFetch leaves a stream of events to its reader, for as long as that stays', async () => {
  const { url } = await serverWith((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    response.write(': open\n\n')
  })
  const leaving = new AbortController()
  const response = await patientFetch(url, { signal: leaving.signal })
  leaving.abort()
  await expect(response.text()).rejects.toThrow('abort')
})

test('P13 patientFetch does not try again for a caller that has left', async () => {
  const { url, taken } = await serverWith(fail)
  await expect(patientFetch(url, { signal: AbortSignal.timeout(400) })).rejects.toThrow('abort')
  expect(taken.length).toBeGreaterThan(1)
})
