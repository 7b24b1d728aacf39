import type { MessageRecord } from '@/lib/db/messages'

/** The answer to a send; where its sender has some of it, `after` is the cursor at which the rest begins. */
export type SentAnswer = { answer: MessageRecord; after?: string | undefined }
