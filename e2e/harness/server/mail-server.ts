import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'

/** A mail server that keeps every mail. It speaks as much SMTP (RFC 5321) as a client needs. */
export class MailServer {
  readonly mails: string[] = []
  readonly #server = createServer((socket) => {
    this.#talk(socket)
  })
  #heard = () => {}

  static async start(): Promise<MailServer> {
    const mailServer = new MailServer()
    mailServer.#server.listen(0, '127.0.0.1')
    await once(mailServer.#server, 'listening')
    return mailServer
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Waits for the mail with this number, and gives its text with the wrapped lines joined. */
  async mail(index: number): Promise<string> {
    while (this.mails.length <= index) {
      await new Promise<void>((resolve) => {
        this.#heard = resolve
      })
    }
    return decodeQuotedPrintable(this.mails[index] ?? '')
  }

  async end(): Promise<void> {
    this.#server.close()
    await once(this.#server, 'close')
  }

  #talk(socket: Socket): void {
    let received = ''
    let isData = false
    const say = (line: string) => socket.write(`${line}\r\n`)
    say('220 localhost')
    socket.setEncoding('utf8').on('data', (text: string) => {
      received += text
      for (;;) {
        const end = isData ? '\r\n.\r\n' : '\r\n'
        const at = received.indexOf(end)
        if (at === -1) return
        const piece = received.slice(0, at)
        received = received.slice(at + end.length)
        if (isData) {
          isData = false
          this.mails.push(piece)
          this.#heard()
          say('250 kept')
        } else if (/^DATA/i.test(piece)) {
          isData = true
          say('354 go on')
        } else if (/^QUIT/i.test(piece)) {
          socket.end('221 bye\r\n')
        } else say('250 fine')
      }
    })
  }
}

/** RFC 2045, section 6.7, for ASCII texts. */
function decodeQuotedPrintable(text: string): string {
  return text
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
      String.fromCodePoint(Number.parseInt(hex, 16)),
    )
}
