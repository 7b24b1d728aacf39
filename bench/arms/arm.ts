import type { AnswerRequest } from '../provider/script.ts'

/** One of the compared servers, running in a process of its own. */
export type Arm = {
  readonly name: ArmName
  readonly url: string
  readonly processId: number
  /** The call that asks this server for an answer, which streams in the response. */
  ask(script: AnswerRequest): Call
  /** The call that stops the answer of this key. Without it, hanging up stops the answer. */
  stop?(key: string): Call
  end(): Promise<void>
}

/** A call to a server: a POST if there is a body, and else a GET. */
export type Call = { path: string; headers?: Record<string, string>; body?: string }

export const armTitles = {
  'node-relay': 'Plain Node relay',
  'next-relay': 'Next relay',
  textbook: 'Textbook route',
  fullstop: 'Fullstop',
  'fullstop-unsaved': 'Fullstop, saving off',
} as const

export type ArmName = keyof typeof armTitles
