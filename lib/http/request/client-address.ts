import { networkOf } from '@/lib/platform/network-of'
import { requestLabels } from '@/lib/platform/request-labels'

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
