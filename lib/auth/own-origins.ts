/**
 * The origins under which this request reached us: `PUBLIC_URL`, and the host of its Host header, which
 * `own-host.ts` has checked. The scheme is unknown behind a proxy, and given as http.
 */
export function ownOriginsOf(request: Request, publicUrl: string | undefined): string[] {
  const host = request.headers.get('host')
  return [
    ...(publicUrl === undefined ? [] : [new URL(publicUrl).origin]),
    ...(host === null ? [] : [`http://${host}`]),
  ]
}
