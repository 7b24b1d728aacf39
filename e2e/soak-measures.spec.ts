import { expect, providerVariables, test } from './harness/fixtures'
import { Guest } from './harness/guest'
import { AppServer } from './harness/server/app-server'
import { inspectable, Inspector } from './harness/server/inspector'
import { growths, inUse, kept } from './soak/growth'
import { measure } from './soak/measurement'
import { PageConnection } from './soak/page-connection'

test('R27 the soak sees everything that stays behind', async ({ provider }) => {
  const server = await AppServer.start({ ...providerVariables(provider.url), ...inspectable })
  try {
    const before = await Inspector.look(server, measure)
    const guest = await Guest.signIn(server.url)
    const page = await PageConnection.open(guest)
    await guest.ask('[[hold=0]]')
    const after = await Inspector.look(server, async (inspector) => {
      await inspector.evaluate(`(${leaveBehind.toString()})()`)
      return measure(inspector)
    })
    await page.leave()
    const all = [...inUse, ...kept]
    expect(growths(before, after, all)).toHaveLength(all.length)
    expect(server.output).toMatch(/MaxListenersExceededWarning/)
  } finally {
    await server.remove()
  }
})

/** Runs in the server: leaves behind some of everything that is measured. */
function leaveBehind(): void {
  const { Socket } = process.getBuiltinModule('node:net')
  const leak = Array.from({ length: 50 }, (_, index) => {
    process.on('SIGUSR2', () => index)
    return [
      setTimeout(() => {}, 1_000_000),
      new AbortController().signal,
      new ReadableStream(),
      Promise.resolve(),
      new Socket(),
      new ArrayBuffer(20_000),
      new Set(Array.from({ length: 2_000 }, () => ({}))),
    ]
  })
  Object.assign(globalThis, { leak })
}
