import ipaddr from 'ipaddr.js'
import { requestLabels } from '@/lib/platform/request-labels'

/** Who has an IPv6 network of this size can use all its addresses. */
const IPV6_NETWORK_BITS = 64

/**
 * Where a call comes from, as limits count it: the address of the socket, or behind so many proxies
 * of one's own what the outermost of them saw. Undefined where that is unknown.
 */
export function clientAddressOf(request: Request, trustedProxies: number): string | undefined {
  if (trustedProxies === 0) return networkOf(request.headers.get(requestLabels().address) ?? '')
  const forwarded = request.headers.get('x-forwarded-for')?.split(',') ?? []
  // Each proxy adds at the end whom it heard: what stands before that, the client may have made up.
  return networkOf(forwarded.at(-trustedProxies)?.trim() ?? '')
}

function networkOf(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return undefined
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${IPV6_NETWORK_BITS}`).toString()
}
