import fc from 'fast-check'
import { z } from 'zod'
import {
  becomeOwnerRequestSchema,
  cancelRequestSchema,
  cancelStreamsRequestSchema,
  createChatRequestSchema,
  createKeyRequestSchema,
  deleteAccountRequestSchema,
  exportQuerySchema,
  followChatQuerySchema,
  followQuerySchema,
  listChatsQuerySchema,
  readChatQuerySchema,
  sendQuerySchema,
  sendRequestSchema,
  updateAccountRequestSchema,
  updateChatRequestSchema,
  updateSettingsRequestSchema,
} from '@/lib/contract/request'
import { arbitraryOf } from './schema-arbitrary'

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type Method = (typeof methods)[number]

/** The parts of a request that a call reads. The call ignores the others. */
export type CallDescription = {
  /** A person who is not signed in may call. */
  forAnybody?: true
  body?: z.ZodType
  query?: z.ZodType
  lastEventId?: RegExp
  /** Values for the body, if its schema alone does not say what clients send. */
  values?: fc.Arbitrary<unknown>
  /** Turns a right body into one that changes nothing outside of this server. */
  withoutEffect?: (body: Buffer) => Buffer
  /** After this call, its caller may no longer exist. */
  endsCaller?: true
}

/** The calls by route (the folder's name) and method. A missing call fails the fuzzing. */
export const calls: Readonly<Record<string, Partial<Record<Method, CallDescription>>>> = {
  '/api/account': {
    GET: {},
    PATCH: { body: updateAccountRequestSchema },
    DELETE: { body: deleteAccountRequestSchema, endsCaller: true },
  },
  '/api/chat': {
    POST: {
      query: sendQuerySchema,
      body: sendRequestSchema,
      values: sends(),
      withoutEffect: toNoModel,
    },
  },
  '/api/chat/[chatId]/stream': { GET: { query: followChatQuerySchema } },
  '/api/chats': {
    GET: {
      query: listChatsQuerySchema.refine(
        ({ cursor = '0.x' }) => /^\d{1,15}\.[A-Za-z0-9_-]{1,64}$/.test(cursor),
        'is no cursor',
      ),
    },
    POST: { body: createChatRequestSchema },
  },
  '/api/chats/[chatId]': {
    GET: { query: readChatQuerySchema },
    PATCH: { body: updateChatRequestSchema },
    DELETE: {},
  },
  '/api/cron': { GET: { forAnybody: true } },
  '/api/events': {
    GET: { lastEventId: /^([0-9a-z]{1,10}(~[A-Za-z0-9_-]{1,64}:\d{1,15}){0,1000})?$/ },
  },
  '/api/export': { GET: { query: exportQuerySchema } },
  '/api/health': { GET: { forAnybody: true } },
  '/api/keys': { GET: {}, POST: { body: createKeyRequestSchema } },
  '/api/keys/[keyId]': { DELETE: {} },
  '/api/messages/[messageId]': { GET: {}, DELETE: {} },
  '/api/messages/[messageId]/cancel': { POST: { body: cancelRequestSchema } },
  '/api/messages/[messageId]/stream': { GET: { query: followQuerySchema } },
  '/api/models': { GET: {} },
  '/api/owner': { POST: { body: becomeOwnerRequestSchema } },
  '/api/ready': { GET: { forAnybody: true } },
  '/api/settings': { GET: {}, PATCH: { body: updateSettingsRequestSchema } },
  '/api/sign-in-options': { GET: { forAnybody: true } },
  '/api/streams': { GET: {} },
  '/api/streams/cancel': { POST: { body: cancelStreamsRequestSchema } },
}

/** Sends in the shape of the contract, and as the stock client writes them. */
function sends(): fc.Arbitrary<unknown> {
  const anySend = arbitraryOf(sendRequestSchema).map((send) =>
    z.looseObject({ message: z.unknown() }).partial().parse(send),
  )
  const earlier = fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 3 })
  const asStockClient = fc
    .tuple(anySend, earlier)
    .map(([{ message, ...send }, before]) => ({ ...send, messages: [...before, message] }))
  return fc.oneof(anySend, asStockClient)
}

/** A right send would call the provider. The last `model` counts, and no model has this name. */
function toNoModel(body: Buffer): Buffer {
  const text = body.toString().trimEnd()
  return Buffer.from(`${text.slice(0, -1)},"model":"none/none"}`)
}
