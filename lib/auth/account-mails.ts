import { queueAfterTransactionHook } from '@better-auth/core/context'
import type { BetterAuthOptions } from 'better-auth'
import type { Mailer } from './mail'

type MailOptions = Pick<BetterAuthOptions, 'emailAndPassword' | 'emailVerification'>

/** The options for passwords, and for their mails where there is a mail server. */
export function accountMails(
  mailer: Mailer | undefined,
  { publicUrl, appName }: { publicUrl: string; appName: string },
  options: Pick<
    NonNullable<BetterAuthOptions['emailAndPassword']>,
    'disableSignUp' | 'onPasswordReset'
  >,
): MailOptions {
  const emailAndPassword = {
    enabled: true,
    ...options,
    minPasswordLength: 8,
    maxPasswordLength: 128,
    revokeSessionsOnPasswordReset: true,
  }
  if (!mailer) return { emailAndPassword }
  return {
    emailAndPassword: {
      ...emailAndPassword,
      async sendResetPassword({ user, token }) {
        const link = new URL(`/reset-password?token=${encodeURIComponent(token)}`, publicUrl)
        await mailer.send({
          to: user.email,
          subject: `Reset your ${appName} password`,
          text: `Someone asked to reset the password of the ${appName} account with this address. If that was you, choose a new password within an hour:\n\n${link.href}\n\nIf it was not you, ignore this e-mail. Nothing has changed.\n`,
        })
      },
    },
    emailVerification: {
      sendOnSignUp: true,
      async sendVerificationEmail({ user, url }) {
        const link = new URL(url)
        link.searchParams.set('callbackURL', '/account?confirmed')
        // The account is made in a transaction, which must not wait for a mail server.
        await queueAfterTransactionHook(() =>
          mailer.send({
            to: user.email,
            subject: `Confirm your address for ${appName}`,
            text: `Someone created a ${appName} account with this address. If that was you, confirm it within an hour:\n\n${link.href}\n\nIf it was not you, ignore this e-mail.\n`,
          }),
        )
      },
    },
  }
}
