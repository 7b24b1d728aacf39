import type { AnswerRequest } from '../provider/script.ts'

/** One of the servers that are compared, running in a process of its own. */
export type Arm = {
  readonly name: ArmName
  readonly url: string
  readonly processId: number
  /** How this server is asked for an answer that streams in the response. */
  ask(script: AnswerRequest): Call
  /** How the answer of this key is stopped; where there is no such call, by hanging up. */
  stop?(key: string): Call
  end(): Promise<void>
}

/** A call to a server; with a body it is a POST. */
export type Call = { path: string; headers?: Record<string, string>; body?: string }

export const armTitles = {
  'node-relay': 'Plain Node relay',
  'next-relay': 'Next relay',
  textbook: 'Textbook route',
  fullstop: 'Fullstop',
  'fullstop-unsaved': 'Fullstop, saving off',
} as const

export type ArmName = keyof typeof armTitles
