// Makes the database file of a big installation, to try the server on.
// Usage: node bench/installation/main.ts FILE [--messages 1000000]
import path from 'node:path'
import { parseArgs } from 'node:util'
import { makeInstallation } from './make-installation.ts'

const { values, positionals } = parseArgs({
  options: { messages: { type: 'string', default: '1000000' } },
  allowPositionals: true,
})
const [file] = positionals
const messages = Number(values.messages)
if (file === undefined || !Number.isSafeInteger(messages) || messages < 0) {
  throw new Error('usage: node bench/installation/main.ts FILE [--messages 1000000]')
}

const startedAt = performance.now()
await makeInstallation(path.resolve(file), { messages, say: console.log })
console.log(`made in ${((performance.now() - startedAt) / 1000).toFixed()} s`)
