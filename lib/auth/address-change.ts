import { createEmailVerificationToken } from 'better-auth/api'
import type { AccountRecord } from '@/lib/db/accounts'
import type { Mailer } from './mail'

/** Tells better-auth that a token is for the last step: the address changes when its link is opened. */
const LAST_STEP = { requestType: 'change-email-verification' }

/**
 * Sends to the new address the link, good for an hour, by which the account gets that address, and a
 * notice to the old one, if that is proved. Throws the mail server's error.
 */
export async function sendAddressChange(
  { email: oldEmail, emailVerified }: AccountRecord,
  newEmail: string,
  server: { mailer: Mailer; publicUrl: string; appName: string; secret: string },
): Promise<void> {
  const { mailer, publicUrl, appName, secret } = server
  const token = await createEmailVerificationToken(secret, oldEmail, newEmail, undefined, LAST_STEP)
  const link = new URL('/api/auth/verify-email', publicUrl)
  link.searchParams.set('token', token)
  link.searchParams.set('callbackURL', '/account?confirmed')
  await mailer.send({
    to: newEmail,
    subject: `Confirm your new address for ${appName}`,
    text: `Someone wants to use this address for their ${appName} account. If that was you, confirm it within an hour, in a browser that is signed in to that account:\n\n${link.href}\n\nIf it was not you, ignore this e-mail.\n`,
  })
  if (!emailVerified) return
  await mailer.send({
    to: oldEmail,
    subject: `Your ${appName} address is about to change`,
    text: `Someone signed in to your ${appName} account asked to change its address to ${newEmail}. It will change once the new address is confirmed. If that was not you, change your password now:\n\n${new URL('/account', publicUrl).href}\n`,
  })
}
