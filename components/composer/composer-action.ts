/** The effect of the composer's one button now. */
export type ComposerAction = 'send' | 'stop and send' | 'stop' | 'stopping'

/** A person who has written a text wants to send it. Without one, the shown answer can be stopped. */
export function composerActionOf(now: {
  canSend: boolean
  /** The chat is answering, even if in a branch that is not shown. */
  answering: boolean
  /** That answer is shown. */
  arriving: boolean
  /** The answer is being stopped. */
  stopping: boolean
}): ComposerAction {
  const { canSend, answering, arriving, stopping } = now
  if (canSend) return answering ? 'stop and send' : 'send'
  if (!arriving) return 'send'
  return stopping ? 'stopping' : 'stop'
}
