import type { Script } from './directive.ts'
import { outputItem, type OutputItem, type WireEvent } from './responses-output-item.ts'
import { vendorError } from './vendor-error.ts'
import type { AnswerIdentity, Usage, Wire } from './wire.ts'

const incompleteReason = { length: 'max_output_tokens', content_filter: 'content_filter' } as const

/** `POST /v1/responses` with `stream: true`: named events, one output item after the other. */
export function responsesWire({ number, model }: AnswerIdentity): Wire {
  const createdAt = Math.floor(Date.now() / 1000)
  const finished: object[] = []
  let sequenceNumber = 0
  let current: OutputItem | undefined

  function events(list: readonly WireEvent[]): string {
    return list.map(event).join('')
  }

  function event(fields: WireEvent): string {
    const data = { ...fields, sequence_number: sequenceNumber }
    sequenceNumber += 1
    return `event: ${fields.type}\ndata: ${JSON.stringify(data)}\n\n`
  }

  function response(status: string, rest: object = {}): object {
    return {
      id: `resp_fake_${number}`,
      object: 'response',
      created_at: createdAt,
      status,
      error: null,
      incomplete_details: null,
      model,
      output: [...finished],
      usage: null,
      ...rest,
    }
  }

  function closeItem(): string {
    if (current === undefined) return ''
    const closing = events(current.close())
    finished.push(current.item())
    current = undefined
    return closing
  }

  return {
    begin() {
      const opened = response('in_progress')
      return (
        event({ type: 'response.created', response: opened }) +
        event({ type: 'response.in_progress', response: opened })
      )
    },
    token({ kind, text }) {
      let sent = ''
      if (current?.kind !== kind) {
        sent += closeItem()
        current = outputItem(kind, number, finished.length)
        sent += events(current.open())
      }
      return sent + event(current.delta(text))
    },
    finish(reason, usage) {
      const closing = closeItem()
      const ending = { ...ended(reason), usage: wireUsage(usage) }
      const status = reason === 'stop' ? 'completed' : 'incomplete'
      return closing + event({ type: `response.${status}`, response: response(status, ending) })
    },
    failure(code) {
      const { message, code: usual } = vendorError(500, code)
      const error = { code: usual, message }
      return (
        event({ type: 'error', ...error, param: null }) +
        event({ type: 'response.failed', response: response('failed', { error }) })
      )
    },
  }
}

function ended(reason: Script['finish']): object {
  return reason === 'stop' ? {} : { incomplete_details: { reason: incompleteReason[reason] } }
}

function wireUsage({ inputTokens, reasoningTokens, textTokens }: Usage): object {
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: reasoningTokens + textTokens,
    output_tokens_details: { reasoning_tokens: reasoningTokens },
    total_tokens: inputTokens + reasoningTokens + textTokens,
  }
}
