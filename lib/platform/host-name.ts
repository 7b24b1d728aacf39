import { isIP, isIPv6 } from 'node:net'

const HOST = /^(?:(?<address>\[[0-9a-f:.]+\])|(?<name>[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)\.?)$/i

/** The host in this text, without capitals and a last dot; undefined if the text is no host. */
export function hostOf(text: string): string | undefined {
  const { address, name } = HOST.exec(text)?.groups ?? {}
  if (address === undefined) return name?.toLowerCase()
  return isIPv6(address.slice(1, -1)) ? new URL(`http://${address}`).hostname : undefined
}

/** The host of a Host header, which may have a port; otherwise as {@link hostOf}. */
export function hostOfAuthority(authority: string): string | undefined {
  return hostOf(authority.replace(/:\d*$/, ''))
}

/** The address by which a host is named; undefined where the host has a name. */
export function addressOfHost(host: string): string | undefined {
  const address = host.startsWith('[') ? host.slice(1, -1) : host
  return isIP(address) === 0 ? undefined : address
}
