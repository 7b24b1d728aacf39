import type { MessageRecord } from '@/lib/db/database'

/** The answer to a send; where it goes on, `after` is the cursor at which its new text begins. */
export type SentAnswer = { answer: MessageRecord; after?: string }
