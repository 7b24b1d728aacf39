/** The headers of every response, to pages and calls alike. */
export function securityHeaders(publicUrl: string | undefined): Record<string, string> {
  return {
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    // Behind TLS only: a home network on plain http would lock itself out.
    ...(publicUrl?.startsWith('https:') === true && {
      'Strict-Transport-Security': 'max-age=31536000',
    }),
  }
}

/** Where a browser opens the response to a call as a page, it may do nothing at all. */
export const POLICY_OF_DATA = "default-src 'none'; frame-ancestors 'none'"

/**
 * The policy of a page: it loads its own files, and runs inline scripts with the nonce only. Styles are
 * allowed inline, since a Markdown renderer and the virtual keyboard's insets set them on elements.
 */
export function pagePolicy(nonce: string, { development = false } = {}): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
