/**
 * The cookie that carries a session. Browsers take a `__Host-` cookie from this host alone, over TLS and
 * for all of its paths, so a home network on plain http cannot use that name.
 */
export function sessionCookie(publicUrl: string | undefined): { name: string; secure: boolean } {
  const secure = publicUrl?.startsWith('https:') ?? false
  return { name: secure ? '__Host-fullstop' : 'fullstop', secure }
}

/** All cookies that a request carries under that name. */
export function sessionCookiesIn(headers: Headers, name: string): string {
  const cookies = headers.get('cookie')?.split(';') ?? []
  return cookies
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie.startsWith(`${name}=`))
    .join(';')
}

/** The headers with no other cookies than {@link sessionCookiesIn}. */
export function withSessionCookiesOnly(headers: Headers, name: string): Headers {
  const fewer = new Headers(headers)
  fewer.set('cookie', sessionCookiesIn(headers, name))
  return fewer
}
