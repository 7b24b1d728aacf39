/**
 * The origins under which this request reached us: `PUBLIC_URL`, and what its Host header says, which
 * is a host of ours (`own-host.ts`). Its scheme is unknown behind a proxy, and said to be http.
 */
export function ownOriginsOf(request: Request, publicUrl: string | undefined): string[] {
  const host = request.headers.get('host')
  return [
    ...(publicUrl === undefined ? [] : [new URL(publicUrl).origin]),
    ...(host === null ? [] : [`http://${host}`]),
  ]
}
