/** One running stream, as its person sees it. Times are ISO 8601. */
export type StreamInfo = {
  messageId: string
  chatId: string
  sessionId: string
  model: string
  startedAt: string
  lastUpdateAt: string
  chunkCount: number
  textLength: number
  followers: number
}

/** `POST /api/streams/cancel` */
export type CancelledStreams = { cancelled: string[]; unconfirmed: string[] }
