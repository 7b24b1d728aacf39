import type { StopState } from '@/client/stop-attempt'

/** The name of a control that stops the answer of the chat that is shown. */
export function stopHereWords(stop: StopState | undefined): string {
  switch (stop) {
    case undefined:
      return 'Stop this answer'
    case 'stopping':
      return 'Stopping this answer. Try again now'
    case 'unreachable':
      return 'Could not reach the server to stop this answer. Try now'
    case 'unconfirmed':
      return 'The server has not confirmed that this answer is stopped. Try now'
  }
}

/** The name of a control that stops the answer of the chat with this title. */
export function stopInChatWords(stop: StopState | undefined, title: string): string {
  switch (stop) {
    case undefined:
      return `Stop the answer in “${title}”`
    case 'stopping':
      return `Stopping the answer in “${title}”. Try again now`
    case 'unreachable':
      return `Could not reach the server to stop the answer in “${title}”. Try now`
    case 'unconfirmed':
      return `The server has not confirmed that the answer in “${title}” is stopped. Try now`
  }
}
