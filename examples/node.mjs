/**
 * Asks a question and writes the answer as it arrives. Ctrl-C stops it, and shows the reply.
 *
 *     FULLSTOP_KEY=fullstop_… node examples/node.mjs 'What is a full stop?'
 */
const server = process.env['FULLSTOP_URL'] ?? 'http://localhost:3000'
const question = process.argv[2] ?? 'What is a full stop?'
const headers = { 'Content-Type': 'application/json', ...(await credentials()) }
// The client makes the answer's ID, so that the answer can be stopped from the first moment on.
const answerId = crypto.randomUUID()

process.once('SIGINT', () => void stop())
await ask()

async function ask() {
  const message = { role: 'user', parts: [{ type: 'text', text: question }] }
  const response = await call('/api/chat', { message, assistantMessageId: answerId })
  let unread = ''
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (unread + piece).split('\n')
    unread = lines.pop() ?? ''
    for (const line of lines) show(line)
  }
  process.stdout.write('\n')
}

/** @typedef {{ type: string, delta?: string, errorText?: string }} Chunk */

/** @param {string} line of the event stream */
function show(line) {
  if (!line.startsWith('data: {')) return
  const chunk = /** @type {Chunk} */ (JSON.parse(line.slice('data: '.length)))
  if (chunk.type === 'text-delta') process.stdout.write(chunk.delta ?? '')
  if (chunk.type === 'error') throw new Error(chunk.errorText)
}

async function stop() {
  const stopped = await call(`/api/messages/${answerId}/cancel`, { beforeStart: true })
  console.error(`\nStopped: ${await stopped.text()}`)
}

/**
 * @param {string} path
 * @param {object} body
 */
async function call(path, body) {
  const init = { method: 'POST', headers, body: JSON.stringify(body) }
  const response = await fetch(server + path, init)
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
  return response
}

/** The API key if it is set, and else a guest's cookie. */
async function credentials() {
  const key = process.env['FULLSTOP_KEY']
  if (key !== undefined) return { Authorization: `Bearer ${key}` }
  const response = await fetch(`${server}/api/auth/sign-in/anonymous`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  })
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
  return { Cookie: response.headers.getSetCookie().join('; ') }
}
