import ipaddr from 'ipaddr.js'
import type { Config } from '@/lib/platform/env'
import { addressOfHost, hostOfAuthority } from '@/lib/platform/host-name'

type HostSettings = Pick<Config, 'PUBLIC_URL' | 'ALLOWED_HOSTS' | 'platformHosts'>

/**
 * Whether a request with this Host header is for this server. A page of another site can have its own
 * name lead here (DNS rebinding), and would then be of our origin.
 */
export function isOwnHost(authority: string, settings: HostSettings): boolean {
  const host = hostOfAuthority(authority)
  if (host === undefined) return false
  const { PUBLIC_URL, ALLOWED_HOSTS, platformHosts = [] } = settings
  if (isLoopback(host) || ALLOWED_HOSTS.includes(host) || platformHosts.includes(host)) return true
  if (PUBLIC_URL !== undefined) return host === hostOfAuthority(new URL(PUBLIC_URL).host)
  return settings.platformHosts === undefined && isOfHomeNetwork(host)
}

function isLoopback(host: string): boolean {
  const address = addressOfHost(host)
  if (address !== undefined) return ipaddr.process(address).range() === 'loopback'
  return host === 'localhost' || host.endsWith('.localhost')
}

/** Hosts that public DNS cannot lead here: addresses, and names of a local network. */
function isOfHomeNetwork(host: string): boolean {
  return addressOfHost(host) !== undefined || !host.includes('.') || host.endsWith('.local')
}
