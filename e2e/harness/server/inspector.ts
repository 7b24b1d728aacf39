import { once } from 'node:events'
import { z } from 'zod'
import type { AppServer } from './app-server'

const replySchema = z.object({
  id: z.number(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
})
const valueSchema = z.object({
  result: z.object({ value: z.unknown().optional(), objectId: z.string().optional() }),
  exceptionDetails: z.unknown().optional(),
})
const foundSchema = z.object({ objects: z.object({ objectId: z.string() }) })

/** The environment of a server that can be inspected. */
export const inspectable = { NODE_OPTIONS: '--inspect=127.0.0.1:0' }

/**
 * A debugger's view into a running server, for one look only. It enables no domain of the protocol,
 * so that the server keeps nothing for its sake.
 */
export class Inspector {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  #calls = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      const { id, result, error } = replySchema.parse(JSON.parse(String(data)))
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error) waiting?.reject(new Error(error.message))
      else waiting?.resolve(result)
    })
    socket.addEventListener('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the process is gone'))
    })
  }

  /** Looks into a server that was started with {@link inspectable}. */
  static async look<Value>(
    server: AppServer,
    work: (inspector: Inspector) => Promise<Value>,
  ): Promise<Value> {
    const address = server.output.match(/ws:\/\/127\.0\.0\.1:\S+/g)?.at(-1)
    if (address === undefined) throw new Error('the server is not inspectable')
    const socket = new WebSocket(address)
    await once(socket, 'open')
    try {
      return await work(new Inspector(socket))
    } finally {
      // A process does not exit while an inspector is connected.
      const closed = once(socket, 'close')
      socket.close()
      await closed
    }
  }

  /** The value of an expression in the process. A promise is awaited. */
  async evaluate<Value>(expression: string): Promise<Value> {
    const reply = await this.#send('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    })
    return valueOf<Value>(reply)
  }

  /** Frees every object that is no longer reachable. */
  async collectGarbage(): Promise<void> {
    await this.#send('HeapProfiler.collectGarbage')
    // Objects that a finalizer lets go of become garbage only now.
    await this.evaluate('new Promise((resolve) => setTimeout(resolve, 50))')
    await this.#send('HeapProfiler.collectGarbage')
  }

  /** Calls a function in the process with all its objects. The function may use only globals. */
  async ofAllObjects<Value>(summarize: (objects: readonly object[]) => Value): Promise<Value> {
    const objectGroup = 'all'
    const prototype = await this.#send('Runtime.evaluate', {
      expression: 'Object.prototype',
      objectGroup,
    })
    const prototypeObjectId = valueSchema.parse(prototype).result.objectId
    const found = await this.#send('Runtime.queryObjects', { prototypeObjectId, objectGroup })
    const { objectId } = foundSchema.parse(found).objects
    const reply = await this.#send('Runtime.callFunctionOn', {
      functionDeclaration: summarize.toString(),
      objectId,
      arguments: [{ objectId }],
      returnByValue: true,
    })
    await this.#send('Runtime.releaseObjectGroup', { objectGroup })
    return valueOf<Value>(reply)
  }

  #send(method: string, parameters: Record<string, unknown> = {}): Promise<unknown> {
    this.#calls += 1
    const reply = Promise.withResolvers<unknown>()
    this.#waiting.set(this.#calls, reply)
    this.#socket.send(JSON.stringify({ id: this.#calls, method, params: parameters }))
    return reply.promise
  }
}

/** The caller knows what its own code returns. */
function valueOf<Value>(reply: unknown): Value {
  const { result, exceptionDetails } = valueSchema.parse(reply)
  if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails))
  return result.value as Value
}
