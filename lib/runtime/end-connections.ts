import { onRequest } from './on-request'

/**
 * While `isDraining` says so, each response is the last one on its connection: the next call of its client
 * comes over a new one, which may lead to another server.
 */
export function endConnections(isDraining: () => boolean): void {
  onRequest((_request, response) => {
    if (isDraining()) response.shouldKeepAlive = false
  })
}
