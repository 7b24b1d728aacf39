import { networkOf } from '@/lib/platform/network-of'
import { requestLabels } from '@/lib/platform/request-labels'

/**
 * Where a call comes from, as limits count it: the address of the socket or, behind this many proxies
 * of the server's own, the address that the outermost of them saw. Undefined where it is unknown.
 */
export function clientAddressOf(request: Request, trustedProxies: number): string | undefined {
  if (trustedProxies === 0) return networkOf(request.headers.get(requestLabels().address) ?? '')
  const forwarded = request.headers.get('x-forwarded-for')?.split(',') ?? []
  // Each proxy adds the address that it heard at the end. The client may have made up those before it.
  return networkOf(forwarded.at(-trustedProxies)?.trim() ?? '')
}
