import type { LimitName } from '@/lib/rate-limit/limits'

export type AuthCall = {
  methods: readonly ('GET' | 'POST')[]
  limit?: LimitName
  /** Whether the limit counts for the account that the body names, and not for the caller. */
  namesAccount?: boolean
}

/**
 * The open calls of better-auth and their limits, by the path after `/api/auth`. Its other calls cannot be
 * reached.
 */
export const authCalls: Readonly<Record<string, AuthCall>> = {
  '/get-session': { methods: ['GET'] },
  '/list-sessions': { methods: ['GET'] },
  '/list-accounts': { methods: ['GET'] },
  '/sign-in/anonymous': { methods: ['POST'], limit: 'guests' },
  '/sign-in/email': { methods: ['POST'], limit: 'sign-ins', namesAccount: true },
  '/sign-in/social': { methods: ['POST'], limit: 'sign-ins' },
  '/callback/github': { methods: ['GET'], limit: 'sign-ins' },
  '/callback/google': { methods: ['GET'], limit: 'sign-ins' },
  '/sign-up/email': { methods: ['POST'], limit: 'sign-ups', namesAccount: true },
  '/sign-out': { methods: ['POST'], limit: 'changes' },
  '/change-password': { methods: ['POST'], limit: 'sign-ins' },
  '/request-password-reset': { methods: ['POST'], limit: 'password-resets', namesAccount: true },
  '/reset-password': { methods: ['POST'], limit: 'password-resets' },
  '/send-verification-email': { methods: ['POST'], limit: 'password-resets', namesAccount: true },
  '/verify-email': { methods: ['GET'], limit: 'changes' },
  '/revoke-session': { methods: ['POST'], limit: 'changes' },
  '/revoke-other-sessions': { methods: ['POST'], limit: 'changes' },
  '/error': { methods: ['GET'] },
}
