import { z } from 'zod'
import { Refusal } from './refusal.ts'
import { cutIntoPieces, decodeSaid } from './said-text.ts'

/** The beginning of a question for a chat's name, which contains the chat's own question. */
const NAMES_A_CHAT = 'Name this chat'

const MOST_TOKENS = 100_000
const LONGEST_WAIT = 600_000
const MOST_LETTERS = 10_000

const count = z
  .string()
  .regex(/^\d{1,9}$/, 'must be a whole number')
  .transform(Number)
const tokenCount = count.refine((value) => value <= MOST_TOKENS, `must be at most ${MOST_TOKENS}`)
const milliseconds = count.refine((value) => value <= LONGEST_WAIT, `at most ${LONGEST_WAIT}`)
const rate = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,3})?$/, 'must be a number')
  .transform(Number)
const said = z.string().transform((value, context) => {
  const text = decodeSaid(value)
  if (text === undefined) context.addIssue('must be UTF-8 text in base64url')
  return text ?? z.NEVER
})
const on = z.literal('1').transform(() => true)

/** The words of a directive. `hold` and every `…After` count all tokens, reasoning first. */
const scriptSchema = z.strictObject({
  /** The name of the call in the books; `call-` and the call's number unless given. */
  key: z
    .string()
    .regex(/^[\w.-]{1,100}$/)
    .optional(),
  /** Text tokens in the whole answer. */
  tokens: tokenCount.default(40),
  /** Tokens a second; 0 sends all of them in one go. */
  rate: rate.default(50),
  /** Milliseconds before the response headers. */
  delay: milliseconds.default(0),
  /** Milliseconds between the headers and the first token. */
  firstTokenDelay: milliseconds.default(0),
  /** Reasoning tokens before the text. */
  reasoning: tokenCount.default(0),
  /** Reasons with exactly this text, encoded like `say`; `reasoning` follows from it. */
  think: said.optional(),
  text: z.enum(['numbered', 'emoji', 'markdown']).default('numbered'),
  /** Makes each numbered word this long, so that a few words are much text. */
  wordLength: count.refine((value) => value <= MOST_LETTERS, `at most ${MOST_LETTERS}`).optional(),
  /** Answers with exactly this text, given as base64url of UTF-8; `tokens` follows from it. */
  say: said.optional(),
  /** The directive of a call that names the chat: its words, encoded like `say`. */
  title: said.optional(),
  /** UTF-16 units in a token of `say`. A token may end anywhere, even within a tag. */
  pieceLength: count.refine((value) => value > 0, 'must be at least 1').default(4),
  /** Not every protocol knows all of these. */
  finish: z
    .enum(['stop', 'length', 'content_filter', 'refusal', 'insufficient_system_resource'])
    .default('stop'),
  /** Sends this many tokens, then waits for `POST /books/KEY/release`. */
  hold: tokenCount.optional(),
  /** Writes in small pieces that cut characters and lines. */
  splitBytes: on.optional(),
  /** Puts the two halves of a surrogate pair into two tokens. */
  splitSurrogates: on.optional(),
  /** Answers with this HTTP error. */
  status: count.refine((value) => value >= 400 && value <= 599, 'must be 400 to 599').optional(),
  /** `Retry-After` of that error, in seconds. */
  retryAfter: count.optional(),
  /** The vendor's `error.code`, for `status` and for `errorAfter`. */
  code: z
    .string()
    .regex(/^\w{1,100}$/)
    .optional(),
  /** Destroys the socket. */
  cutAfter: tokenCount.optional(),
  /** Says nothing more and keeps the socket open. */
  silentAfter: tokenCount.optional(),
  /** Ends the body cleanly, without a finish and without `[DONE]`. */
  endAfter: tokenCount.optional(),
  /** Sends the wire's own error event and ends. */
  errorAfter: tokenCount.optional(),
  /** Sends a line that is not JSON and goes on. */
  garbageAfter: tokenCount.optional(),
  /** How many calls under this key, from the first on, get status or faults; all unless given. */
  faultyAttempts: count.optional(),
})

/** A directive as read: what the fake does with one call. */
export type Script = z.infer<typeof scriptSchema>

/** How an answer ends if no fault breaks it off. */
export type Finish = Script['finish']

const positions = [
  'hold',
  'cutAfter',
  'silentAfter',
  'endAfter',
  'errorAfter',
  'garbageAfter',
] as const

/**
 * Reads the `[[word=value …]]` of a question. A word that is not given has its default.
 * @throws Refusal on an unknown word, a bad value, or a position that is never reached.
 */
export function parseDirective(question: string): Script {
  // Questions with empty answers arrive joined by blank lines, and the last one counts.
  const asked = question.split('\n\n').findLast((part) => part.includes('[[')) ?? question
  const directives = [...asked.matchAll(/\[\[(.*?)\]\]/gs)].map(([, body]) => body ?? '')
  if (directives.length > 1) throw new Refusal(400, 'more than one directive in the question')
  const words = readWords(directives[0] ?? '')
  if (words['title'] !== undefined && question.startsWith(NAMES_A_CHAT)) {
    return parseDirective(`[[${said.parse(words['title'])}]]`)
  }
  refuseWhatTextsLeaveNoRoomFor(words)
  const parsed = scriptSchema.safeParse(words)
  if (!parsed.success) throw new Refusal(400, `directive: ${z.prettifyError(parsed.error)}`)
  const script = withTokensOfSaid(parsed.data)
  refuseWhatCannotHappen(script)
  return script
}

function withTokensOfSaid(script: Script): Script {
  const { say, think, pieceLength, splitSurrogates } = script
  const count = (text: string) => cutIntoPieces(text, pieceLength, splitSurrogates === true).length
  return {
    ...script,
    ...(say !== undefined && { tokens: count(say) }),
    ...(think !== undefined && { reasoning: count(think) }),
  }
}

function readWords(body: string): Record<string, string> {
  const words: Record<string, string> = {}
  for (const entry of body.split(/\s+/).filter(Boolean)) {
    const [, word, value] = /^(\w+)=(\S+)$/.exec(entry) ?? []
    if (word === undefined || value === undefined) {
      throw new Refusal(400, `directive: "${entry}" is not word=value`)
    }
    if (Object.hasOwn(words, word)) throw new Refusal(400, `directive: "${word}" is there twice`)
    words[word] = value
  }
  return words
}

function refuseWhatTextsLeaveNoRoomFor(words: Record<string, string>): void {
  if (words['think'] !== undefined && words['reasoning'] !== undefined) {
    throw new Refusal(400, 'directive: reasoning is what think already tells')
  }
  if (words['say'] === undefined) {
    if (words['pieceLength'] === undefined) return
    throw new Refusal(400, 'directive: pieceLength needs say')
  }
  const needless = (['tokens', 'text', 'wordLength'] as const).filter((word) => word in words)
  if (needless.length === 0) return
  throw new Refusal(400, `directive: ${needless.join(' and ')} is what say already tells`)
}

function refuseWhatCannotHappen(script: Script): void {
  const total = script.reasoning + script.tokens
  if (total > MOST_TOKENS) throw new Refusal(400, `directive: more than ${MOST_TOKENS} tokens`)
  for (const word of positions) {
    if ((script[word] ?? 0) <= total) continue
    throw new Refusal(400, `directive: ${word}=${script[word]} is beyond the ${total} tokens`)
  }
  const hasPairs = script.text === 'emoji' || script.say !== undefined
  if (script.splitSurrogates === true && !hasPairs) {
    throw new Refusal(400, 'directive: splitSurrogates=1 needs text=emoji or say')
  }
}
