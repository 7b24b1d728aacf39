import { after } from 'next/server'
import type { Runtime } from '@/lib/runtime/runtime'

/**
 * In functions, lets this process run until the answer is saved and told: it would stand still once the
 * response to its send has left. Elsewhere a process runs on anyway.
 */
export function finishAfter(
  { config, finished }: Pick<Runtime, 'config' | 'finished'>,
  messageId: string,
): void {
  if (config.functionMs !== undefined) after(finished(messageId))
}
