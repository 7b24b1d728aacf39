/** The origin under which this request reached us: `PUBLIC_URL`, else what its Host header says. */
export function ownOriginOf(request: Request, publicUrl: string | undefined): string {
  if (publicUrl !== undefined) return new URL(publicUrl).origin
  const host = request.headers.get('host')
  return host === null ? new URL(request.url).origin : `http://${host}`
}
