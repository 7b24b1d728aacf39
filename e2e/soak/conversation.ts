import { setTimeout as pause } from 'node:timers/promises'
import type { Message } from '@/lib/contract/message'
import { turnOf, type Guest } from '../harness/guest'
import { newAnswerId } from '../harness/new-answer-id'
import type { SoakPlan } from './plan'

/** After this many questions a person begins another chat. */
const LONGEST_CHAT = 8
const END_DEADLINE = 10_000

/** A person who asks in one chat after another. */
export class Conversation {
  readonly #guest: Guest
  #chat: { id: string; turns: number; stopped: string | undefined } | undefined

  constructor(guest: Guest) {
    this.#guest = guest
  }

  /** Carries out a plan on one stream. Resolves when it has ended and has no readers any more. */
  async play(plan: SoakPlan): Promise<void> {
    const guest = this.#guest
    const answerId = newAnswerId()
    if (plan.end === 'stop before send') {
      const early = await guest.post(cancelPath(answerId), { beforeStart: true })
      if (early.status !== 202) throw new Error(`early stop: ${early.status}`)
      await early.body?.cancel()
    }
    const response = await this.#send(plan, answerId)
    const messageId = response.headers.get('x-message-id') ?? answerId
    const read = plan.end === 'leave' ? readAndLeave : readToEnd
    const readings = [plan.readsResponse ? read(response) : response.json()]
    for (let follower = 0; follower < plan.followers; follower += 1) {
      readings.push(guest.call(`/api/messages/${messageId}/stream`).then(read))
    }
    if (plan.end === 'stop') readings.push(this.#stop(plan, messageId))
    await Promise.all(readings)
    await this.#untilEnded(messageId)
    if (this.#chat) this.#chat.stopped = plan.end === 'stop' ? messageId : undefined
  }

  async #send({ turn, directive, readsResponse }: SoakPlan, answerId: string): Promise<Response> {
    if (!this.#chat || this.#chat.turns >= LONGEST_CHAT) {
      this.#chat = { id: `chat-${answerId}`, turns: 0, stopped: undefined }
    }
    const { id, stopped } = this.#chat
    this.#chat.turns += 1
    const again = turn !== 'question' && stopped !== undefined
    const response = await this.#guest.post(
      '/api/chat',
      again
        ? { id, trigger: `${turn}-message`, messageId: stopped }
        : { id, assistantMessageId: answerId, ...turnOf(`[[${directive}]]`) },
      readsResponse ? {} : { Prefer: 'respond-async' },
    )
    if (!response.ok) throw new Error(`send: ${response.status} ${await response.text()}`)
    return response
  }

  async #stop({ stopAfter, seenTextLength }: SoakPlan, messageId: string): Promise<void> {
    await pause(stopAfter)
    await this.#guest.stop(messageId, seenTextLength === undefined ? {} : { seenTextLength })
  }

  async #untilEnded(messageId: string): Promise<void> {
    const giveUpAt = performance.now() + END_DEADLINE
    for (;;) {
      const { metadata } = await this.#guest.json<Message>(`/api/messages/${messageId}`)
      if (metadata && metadata.status !== 'active') return
      if (performance.now() > giveUpAt) throw new Error(`P11 ${messageId} did not end`)
      await pause(50)
    }
  }
}

function cancelPath(messageId: string): string {
  return `/api/messages/${messageId}/cancel`
}

async function readToEnd(response: Response): Promise<void> {
  const events = await response.text()
  if (events.endsWith('data: [DONE]\n\n')) return
  throw new Error(`a stream ended with ${events.slice(-200)}`)
}

async function readAndLeave(response: Response): Promise<void> {
  const reader = response.body?.getReader()
  await reader?.read()
  await reader?.cancel()
}
