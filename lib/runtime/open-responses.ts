import { subscribe } from 'node:diagnostics_channel'

/** Counts the responses that are being written, so that an exit can wait for their last bytes. */
export function countOpenResponses(): { none(deadlineMs: number): Promise<void> } {
  let open = 0
  let whenNone = () => {}
  subscribe('http.server.request.start', (message) => {
    if (!isStart(message)) return
    open += 1
    message.response.once('close', () => {
      open -= 1
      if (open === 0) whenNone()
    })
  })
  return {
    none: (deadlineMs) =>
      new Promise((resolve) => {
        if (open === 0) {
          resolve()
          return
        }
        whenNone = resolve
        setTimeout(resolve, deadlineMs)
      }),
  }
}

type RequestStart = { response: { once(event: 'close', listener: () => void): void } }

function isStart(message: unknown): message is RequestStart {
  return typeof message === 'object' && message !== null && 'response' in message
}
