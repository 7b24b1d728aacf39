import { z } from 'zod'

/** One running stream, as its person sees it. Times are ISO 8601. */
const streamInfoSchema = z.strictObject({
  messageId: z.string(),
  chatId: z.string(),
  sessionId: z.string(),
  model: z.string(),
  startedAt: z.string(),
  lastUpdateAt: z.string(),
  chunkCount: z.number(),
  textLength: z.number(),
  followers: z.number(),
})
export type StreamInfo = z.infer<typeof streamInfoSchema>

/** `GET /api/streams` */
export const streamListSchema = z.strictObject({ streams: z.array(streamInfoSchema) })

/** `POST /api/streams/cancel` */
export const cancelledStreamsSchema = z.strictObject({
  cancelled: z.array(z.string()),
  unconfirmed: z.array(z.string()),
})
export type CancelledStreams = z.infer<typeof cancelledStreamsSchema>
