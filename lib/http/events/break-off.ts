import { responseTo } from './response-to'

/**
 * Resets the connection of a request that is being answered: a clean end would pass for a complete
 * answer. False where its connection is not known.
 */
export function breakOff(request: Request): boolean {
  const connection = responseTo(request)?.socket ?? undefined
  connection?.resetAndDestroy()
  return connection !== undefined
}
