import ipaddr from 'ipaddr.js'

/** Who has an IPv6 network of this size can use all its addresses. */
const IPV6_NETWORK_BITS = 64

/** The address, or of IPv6 the network that one caller has; undefined where it is none. */
export function networkOf(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return undefined
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${IPV6_NETWORK_BITS}`).toString()
}
