import { createEmailVerificationToken } from 'better-auth/api'
import type { AccountRecord } from '@/lib/db/accounts'
import type { Mailer } from './mail'

/** What better-auth takes for the last step of a change: the address changes when it is opened. */
const LAST_STEP = { requestType: 'change-email-verification' }

/**
 * Sends the link by which an account gets this address, good for an hour, to that address; and word
 * of it to the old one, where that is proved. Throws what the mail server said.
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
    subject: 'Is this your address?',
    text: `Somebody wants to use this address for their account at ${appName}. If that was you, say so here within an hour, in a browser that is signed in to it:\n\n${link.href}\n\nIf not, you can forget this mail.\n`,
  })
  if (!emailVerified) return
  await mailer.send({
    to: oldEmail,
    subject: 'Another address for your account',
    text: `Somebody who is signed in to your account at ${appName} wants its address to be ${newEmail}. It changes once that address is confirmed. If that was not you, change your password now:\n\n${new URL('/account', publicUrl).href}\n`,
  })
}
