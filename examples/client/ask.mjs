/**
 * Asks a question and writes the answer as it comes. Ctrl-C stops it on the server, and shows the receipt.
 *
 *     npm run pack:client
 *     npm install --prefix examples/client
 *     FULLSTOP_KEY=fullstop_… node examples/client/ask.mjs 'What is a full stop?'
 */
import { createFullstop } from 'fullstop-client'

const fullstop = createFullstop({
  baseUrl: process.env['FULLSTOP_URL'] ?? 'http://localhost:3000',
  apiKey: process.env['FULLSTOP_KEY'],
})
const question = process.argv[2] ?? 'What is a full stop?'
const stop = new AbortController()
process.once('SIGINT', () => stop.abort())
const answer = fullstop.streamChat(question, { signal: stop.signal })

try {
  for await (const event of answer) {
    if (event.type === 'text-delta') process.stdout.write(event.delta)
    if (event.type === 'error') throw new Error(event.errorText)
  }
  process.stdout.write('\n')
} catch (error) {
  if (!stop.signal.aborted) throw error
  console.error(`\nStopped: ${JSON.stringify(await answer.cancel())}`)
}
