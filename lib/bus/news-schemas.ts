import { z } from 'zod'
import { cancelMarkSchema } from '@/lib/contract/cancel-mark'
import { cancelOutcomeSchema } from '@/lib/contract/cancel-outcome'
import { chatSchema } from '@/lib/contract/chat'
import {
  endReasonSchema,
  endStatusSchema,
  messageMetadataSchema,
  receiptSchema,
  usageSchema,
  type MessagePart,
} from '@/lib/contract/message'
import { isMessagePart, isPartKind, type PartKind } from '@/lib/contract/parts/part-kinds'
import { streamListSchema } from '@/lib/contract/stream-info'
import type { EndedMessageRecord } from '@/lib/db/messages'
import type { AnswerNews, Broadcast, Notice, ServerMessage } from './bus'

/**
 * What may come from another server, which may be of an earlier or a later version: fields that this
 * version does not know are left out, and what it does not know or is damaged is refused.
 */

const { earlierCalls, error, firstTokenMs, thoughtMs, modelLoading } = messageMetadataSchema.shape

const answerSchema = z.object({
  id: z.string(),
  chatId: z.string(),
  ownerId: z.string(),
  parentId: z.string().nullable(),
  siblingIds: z.array(z.string()),
  role: z.enum(['user', 'assistant']),
  parts: z.array(z.custom<MessagePart>(isMessagePart)),
  status: endStatusSchema,
  endReason: endReasonSchema.nullable(),
  textLength: z.number(),
  model: z.string().nullable(),
  sessionId: z.string().nullable(),
  earlierCalls: earlierCalls.unwrap().nullable(),
  receipt: receiptSchema.nullable(),
  error: error.unwrap().nullable(),
  createdAt: z.number(),
  startedAt: z.number().nullable(),
  firstTokenMs: z.number().nullable(),
  endedAt: z.number().nullable(),
  leftOut: z.number(),
  usage: usageSchema.nullable(),
  thoughtMs: z.number(),
}) satisfies z.ZodType<EndedMessageRecord>

export const noticeSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('stream-started'), messageId: z.string() }),
  z.object({ type: z.literal('answer-stopped-first'), answer: answerSchema }),
  z.object({ type: z.literal('chat-changed'), chat: z.object(chatSchema.shape) }),
  z.object({ type: z.literal('chat-deleted'), chatId: z.string() }),
  z.object({ type: z.literal('person-deleted') }),
]) satisfies z.ZodType<Notice>

const followKindSchema = z.enum(['sender', 'other', 'none'])
const positionSchema = z.int().min(0)

const answerNewsSchema = z.object({
  sessionId: z.string(),
  pieces: z.array(
    z.object({
      type: z.enum(['open', 'text', 'close']),
      part: z.int().min(0),
      kind: z.custom<PartKind>(isPartKind),
      text: z.string(),
      end: positionSchema,
    }),
  ),
  end: positionSchema,
  facts: z.object({ firstTokenMs, thoughtMs, modelLoading }),
}) satisfies z.ZodType<AnswerNews>

export const serverMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('cancel-requested'),
    replyTo: z.string(),
    messageId: z.string(),
    sessionId: z.string(),
    ...cancelMarkSchema.shape,
  }),
  z.object({
    type: z.literal('cancel-answered'),
    requestId: z.string(),
    outcome: cancelOutcomeSchema.exactOptional(),
  }),
  z.object({
    type: z.literal('streams-wanted'),
    requestId: z.string(),
    replyTo: z.string(),
    personId: z.string(),
  }),
  z.object({
    type: z.literal('streams-told'),
    requestId: z.string(),
    streams: streamListSchema.shape.streams,
  }),
  z.object({
    type: z.literal('follow-wanted'),
    replyTo: z.string(),
    messageId: z.string(),
    sessionId: z.string(),
    position: positionSchema,
    kind: followKindSchema,
  }),
  z.object({
    type: z.literal('follows-kept'),
    replyTo: z.string(),
    follows: z.array(
      z.object({
        messageId: z.string(),
        sessionId: z.string(),
        position: positionSchema,
        kind: followKindSchema,
      }),
    ),
  }),
  z.object({ type: z.literal('follow-ended'), replyTo: z.string(), sessionId: z.string() }),
  z.object({ type: z.literal('answers-grown'), answers: z.array(answerNewsSchema) }),
  z.object({ type: z.literal('answer-ended'), sessionId: z.string() }),
]) satisfies z.ZodType<ServerMessage>

export const broadcastSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('credentials-ended'), credentialIds: z.array(z.string()) }),
  z.object({ type: z.literal('guest-moved'), guestId: z.string(), accountId: z.string() }),
  z.object({
    type: z.literal('keep-going-changed'),
    chatId: z.string(),
    keepGoing: z.boolean(),
  }),
]) satisfies z.ZodType<Broadcast>
