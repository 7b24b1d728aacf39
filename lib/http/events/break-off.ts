import { requestLabels } from '@/lib/platform/request-labels'

/**
 * Resets the connection of a request that is being answered: a clean end would pass for a complete
 * answer. False where its connection is not known.
 */
export function breakOff(request: Request): boolean {
  const { requestId, connections } = requestLabels()
  const connection = connections.get(request.headers.get(requestId) ?? '')
  connection?.resetAndDestroy()
  return connection !== undefined
}
