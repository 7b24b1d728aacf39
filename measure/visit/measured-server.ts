import { rmSync } from 'node:fs'
import { endWithProcess } from '../../bench/system/end-with-process.ts'
import { AppServer } from '../../e2e/harness/server/app-server.ts'
import { startProviderProcess } from '../../e2e/harness/server/provider-process.ts'

type Provider = Awaited<ReturnType<typeof startProviderProcess>>

/** The production build with a fake provider behind it, and a guest who can ask. */
export class MeasuredServer implements AsyncDisposable {
  /** The guest's. */
  readonly cookie: string
  readonly #server: AppServer
  readonly #provider: Provider
  readonly #callOff: () => void

  private constructor(server: AppServer, provider: Provider, cookie: string) {
    this.#server = server
    this.#provider = provider
    this.cookie = cookie
    this.#callOff = endWithProcess(() => {
      process.kill(server.processId, 'SIGKILL')
      rmSync(server.folder, { recursive: true, force: true })
    })
  }

  static async start(): Promise<MeasuredServer> {
    const provider = await startProviderProcess()
    const server = await AppServer.start({
      COMPATIBLE_BASE_URL: `${provider.url}/v1`,
      COMPATIBLE_MODELS: 'fake-small',
      RATE_LIMIT: 'off',
    })
    return new MeasuredServer(server, provider, await signIn(server.url))
  }

  get url(): string {
    return this.#server.url
  }

  /** Asks in this chat, and resolves when the whole answer is there. */
  async ask(chatId: string, question: string): Promise<void> {
    const response = await fetch(`${this.url}/api/chat`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Cookie: this.cookie },
      body: JSON.stringify({
        id: chatId,
        message: { role: 'user', parts: [{ type: 'text', text: question }] },
      }),
    })
    const answer = await response.text()
    if (!response.ok) throw new Error(`not answered: ${response.status} ${answer}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#callOff()
    await this.#server.remove()
    await this.#provider.end()
  }
}

async function signIn(url: string): Promise<string> {
  const response = await fetch(`${url}/api/auth/sign-in/anonymous`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  })
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0]
  if (cookie === undefined) throw new Error(`no cookie: ${response.status}`)
  return cookie
}
