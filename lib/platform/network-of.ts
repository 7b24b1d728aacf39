import ipaddr from 'ipaddr.js'

/** A caller with an IPv6 network of this size can use all of its addresses. */
const IPV6_NETWORK_BITS = 64

/** An IPv4 address, or the IPv6 network of one caller; undefined if the text is no address. */
export function networkOf(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return undefined
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${IPV6_NETWORK_BITS}`).toString()
}
