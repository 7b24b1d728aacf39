import type { IncomingMessage } from 'node:http'
import { isOwnHost } from '@/lib/auth/own-host'
import type { Config } from '@/lib/platform/env'
import type { Log } from '@/lib/platform/log'

/** The most hosts that are logged: a caller can make up any number of them. */
const MOST_TOLD = 20
const LONGEST_TOLD = 100

/** Paths that a platform or a proxy asks for under any name that it has for a server. */
const forProbes = new Set(['/api/health', '/api/ready'])

/**
 * Whether a request names a host that is not ours, or none, or several. Each such host is logged once,
 * with the variable to set.
 */
export function createForeignHosts(
  config: Config,
  log: Log,
): (request: IncomingMessage) => boolean {
  const told = new Set<string>()

  function tell(host: string): void {
    if (told.has(host) || told.size >= MOST_TOLD) return
    told.add(host)
    log.warn(
      { host },
      'refused a request for a host that is not ours: set PUBLIC_URL to the address that people use, or add the host to ALLOWED_HOSTS',
    )
  }

  return (request) => {
    if (config.PUBLIC_URL !== undefined && isProbe(request)) return false
    const foreign = foreignHostOf(request, config)
    if (foreign === undefined) return false
    tell(foreign.slice(0, LONGEST_TOLD))
    return true
  }
}

function isProbe({ method, url = '' }: IncomingMessage): boolean {
  return (method === 'GET' || method === 'HEAD') && forProbes.has(url.split('?')[0] ?? '')
}

/** The foreign host that a request names; empty where it names none, undefined where it names ours. */
function foreignHostOf({ url = '', headersDistinct }: IncomingMessage, config: Config) {
  const named = headersDistinct['host'] ?? []
  // The host of a target that is a whole address counts (RFC 9112, 3.2.2).
  const target = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url)?.[1]
  const foreign = [...named, ...(target === undefined ? [] : [target])].find(
    (host) => !isOwnHost(host, config),
  )
  return named.length === 1 ? foreign : (foreign ?? named.join(', '))
}
