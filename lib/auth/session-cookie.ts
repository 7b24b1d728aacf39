/**
 * The cookie that carries a session. Browsers hold `__Host-` to its word: set by this host alone,
 * over TLS, for all of its paths. A home network on plain http could not use such a one.
 */
export function sessionCookie(publicUrl: string | undefined): { name: string; secure: boolean } {
  const secure = publicUrl?.startsWith('https:') ?? false
  return { name: secure ? '__Host-fullstop' : 'fullstop', secure }
}

/** Everything that a request carries under that name. */
export function sessionCookiesIn(headers: Headers, name: string): string {
  const cookies = headers.get('cookie')?.split(';') ?? []
  return cookies
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie.startsWith(`${name}=`))
    .join(';')
}
