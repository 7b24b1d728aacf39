import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import type { AnswerChunk } from '@/lib/contract/event'
import type { Message } from '@/lib/contract/message'
import type { Call } from '../fake-provider/call.ts'
import type { Plan } from './plan'

/** What one reader saw, over all its connections. */
export type ReaderHistory = {
  name: string
  chunks: AnswerChunk[]
  /** It read to `[DONE]`; else it had left for good. */
  done: boolean
}

/** A stop as its caller knew it, with the message as it was read right after. */
export type StopHistory = { outcome: CancelOutcome; status: number; readAfter: Message | undefined }

/** Everything that was seen of one answer, from all sides. */
export type History = {
  plan: Plan
  messageId: string
  stopBeforeSend: CancelOutcome | undefined
  stops: StopHistory[]
  readers: ReaderHistory[]
  /** The calls that the provider got for it, in order. */
  calls: Call[]
  /** Those for another answer to the same question. */
  laterCalls: Call[]
  /** All text that was sent for it: what was kept of earlier sessions, and what the last call sent. */
  sent: string
  /** An answer that another one was asked for beside, before and after that. */
  sibling: { before: string; after: string } | undefined
  /** The message in the end, over HTTP and in the database. */
  message: Message
  stored: { status: string; endReason: string | null; text: string }
  /** What a stranger got who asked for it, and who tried to stop it. */
  stranger: number[]
}
