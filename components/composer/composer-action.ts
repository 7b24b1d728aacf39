/** What the composer's one button does now. */
export type ComposerAction = 'send' | 'stop and send' | 'stop' | 'stopping'

/** Who has written something wants to send it; else the answer that is shown can be stopped. */
export function composerActionOf(now: {
  canSend: boolean
  /** The chat is giving an answer, be it in a branch that is not shown. */
  answering: boolean
  /** That answer is shown. */
  arriving: boolean
  /** It is being stopped. */
  stopping: boolean
}): ComposerAction {
  const { canSend, answering, arriving, stopping } = now
  if (canSend) return answering ? 'stop and send' : 'send'
  if (!arriving) return 'send'
  return stopping ? 'stopping' : 'stop'
}
