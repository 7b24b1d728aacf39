// The browser tests run this file as a process of its own: node e2e/fake-provider.ts --port 0
import { parseArgs } from 'node:util'
import { startFakeProvider } from './fake-provider/server.ts'

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } })
const provider = await startFakeProvider({ port: Number(values.port) })
console.log(`fake provider listening on ${provider.url}`)

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void provider.close())
}
