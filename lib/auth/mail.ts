import { createTransport } from 'nodemailer'

export interface Mailer {
  /** @throws the mail server's error */
  send(mail: { to: string; subject: string; text: string }): Promise<void>
}

/** How long a mail server may take to answer, in milliseconds. */
const TIMEOUT_MS = 10_000

/** Sends through the server of `SMTP_URL`. */
export function createMailer(smtpUrl: string, from: { name: string; address: string }): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  })
  return {
    async send(mail) {
      await transport.sendMail({ from, ...mail })
    },
  }
}
