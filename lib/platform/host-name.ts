import { isIP, isIPv6 } from 'node:net'

const HOST = /^(?:(?<address>\[[0-9a-f:.]+\])|(?<name>[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)\.?)$/i

/** The host that this is, without capitals and a last dot; undefined where it is none. */
export function hostOf(text: string): string | undefined {
  const { address, name } = HOST.exec(text)?.groups ?? {}
  if (address === undefined) return name?.toLowerCase()
  return isIPv6(address.slice(1, -1)) ? new URL(`http://${address}`).hostname : undefined
}

/** The same of a host that may have a port, as a Host header has it. */
export function hostOfAuthority(authority: string): string | undefined {
  return hostOf(authority.replace(/:\d*$/, ''))
}

/** The address that a host is named by; undefined where it has a name. */
export function addressOfHost(host: string): string | undefined {
  const address = host.startsWith('[') ? host.slice(1, -1) : host
  return isIP(address) === 0 ? undefined : address
}
