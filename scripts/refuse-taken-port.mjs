/**
 * Loaded before `next start`: a port that cannot be listened on ends the process with one line, not
 * with the stack of an error, as Next would. Nothing else of Fullstop has been loaded by then.
 */
import { subscribe } from 'node:diagnostics_channel'

if (Number(process.env['PORT']) > 65_535) refuseStart('PORT: must be at most 65535')

const problems = new Map([
  ['EADDRINUSE', 'is in use by another program. Set PORT to one that is free.'],
  ['EACCES', 'is not for this user. Set PORT to one from 1024 on.'],
])

subscribe('tracing:net.server.listen:error', (message) => {
  if (!isListenError(message)) return
  const { code, port } = message.error
  const problem = problems.get(code)
  if (problem !== undefined) refuseStart(`Port ${port} ${problem}`)
})

/**
 * @param {unknown} message
 * @returns {message is { error: { code: string, port: number } }}
 */
function isListenError(message) {
  return (
    typeof message === 'object' &&
    message !== null &&
    'error' in message &&
    message.error instanceof Error &&
    'code' in message.error &&
    'port' in message.error
  )
}

/** @param {string} problem */
function refuseStart(problem) {
  process.stderr.write(`Fullstop cannot start: ${problem}\n`)
  process.exit(1)
}
