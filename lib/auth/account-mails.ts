import type { BetterAuthOptions } from 'better-auth'
import type { Mailer } from './mail'

type MailOptions = Pick<BetterAuthOptions, 'emailAndPassword' | 'emailVerification'>

/** Passwords, and the mails that go with them where there is a mail server. */
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
          subject: `A new password for ${appName}`,
          text: `Somebody asked for a new password for this address. If that was you, choose one here within an hour:\n\n${link.href}\n\nIf not, nothing has changed, and you can forget this mail.\n`,
        })
      },
    },
    emailVerification: {
      sendOnSignUp: true,
      async sendVerificationEmail({ user, url }) {
        const link = new URL(url)
        link.searchParams.set('callbackURL', '/account?confirmed')
        await mailer.send({
          to: user.email,
          subject: 'Is this your address?',
          text: `Somebody made an account at ${appName} with this address. If that was you, say so here within an hour:\n\n${link.href}\n\nIf not, you can forget this mail.\n`,
        })
      },
    },
  }
}
