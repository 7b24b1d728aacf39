import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import {
  cancelRequestSchema,
  cancelStreamsRequestSchema,
  createChatRequestSchema,
  createKeyRequestSchema,
  followQuerySchema,
  idSchema,
  listChatsQuerySchema,
  readChatQuerySchema,
  sendRequestSchema,
  updateChatRequestSchema,
  updateSettingsRequestSchema,
} from './request'

/** The field that the schema complains about first; undefined when it complains of nothing. */
function wrongField(schema: z.ZodType, input: unknown): string | undefined {
  const issue = schema.safeParse(input).error?.issues[0]
  if (!issue) return undefined
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys : []
  return [...issue.path, ...unknown].join('.')
}

const notText = ['a\0b', 'half of a pair \ud83d', '\ude00 the other half']
const notIds = ['', ' ', 'a b', 'a/b', '../x', 'a:b', 'ä', 'x'.repeat(65), 'a\n', 7, null, {}]

describe('an ID', () => {
  test.each(['a', 'x'.repeat(64), 'A-Z_09', '01890a5d-ac96-774b-bcce-b302099a8057'])(
    'an ID may be %s',
    (id) => {
      expect(idSchema.parse(id)).toBe(id)
    },
  )

  test.each(notIds)('an ID may not be %j', (id) => {
    expect(idSchema.safeParse(id).success).toBe(false)
  })
})

const parts = [{ type: 'text', text: 'Hello' }]
const message = { id: 'q1', role: 'user', parts }

describe('a send', () => {
  test('a send needs nothing but a question', () => {
    expect(sendRequestSchema.parse({ message: { role: 'user', parts } })).toEqual({
      trigger: 'submit-message',
      message: { role: 'user', parts },
    })
  })

  test('a send may name everything', () => {
    const everything = {
      id: 'c1',
      trigger: 'submit-message',
      message,
      messageId: 'q0',
      parentId: null,
      assistantMessageId: 'a1',
      model: 'openai/gpt',
      options: { supersede: true, graceMs: 0 },
    }
    expect(sendRequestSchema.parse(everything)).toEqual(everything)
  })

  test.each([-1, 0.5, Infinity, Number.MAX_VALUE, '0', null])(
    'a send has no grace of %s milliseconds',
    (graceMs) => {
      expect(wrongField(sendRequestSchema, { message, options: { graceMs } })).toBe(
        'options.graceMs',
      )
    },
  )

  test('R20 a send knows a question that its client shows alone, and takes nobody’s word for it', () => {
    const isFirst = (body: object) => sendRequestSchema.parse(body).isFirst
    expect(isFirst({ messages: [message] })).toBe(true)
    expect(isFirst({ messages: [{ id: 'a0' }, message] })).toBeUndefined()
    expect(isFirst({ message })).toBeUndefined()
    expect(isFirst({ message, messages: [message] })).toBeUndefined()
    expect(isFirst({ message, isFirst: true })).toBeUndefined()
    expect(isFirst({ messages: [{ id: 'a0' }, message], isFirst: true })).toBeUndefined()
  })

  test('R20 a send of the stock AI SDK client is taken, and only its last message is read', () => {
    const request = sendRequestSchema.parse({
      id: 'ElDFnJ8ab3UhcOsi',
      messages: [
        { id: 'old', role: 'user', parts: 'whatever this is' },
        { id: 'answer', role: 'assistant', parts: [{ type: 'step-start' }] },
        {
          ...message,
          metadata: { any: 1 },
          parts: [{ type: 'text', text: 'Hello', state: 'done' }],
        },
      ],
      trigger: 'submit-message',
    })
    expect(request).toEqual({
      id: 'ElDFnJ8ab3UhcOsi',
      trigger: 'submit-message',
      message,
      previousMessageId: 'answer',
    })
  })

  test('a send ignores unknown top-level fields', () => {
    const request = sendRequestSchema.parse({ message, body: 1, temperature: 'warm' })
    expect(request).toEqual({ trigger: 'submit-message', message })
  })

  test.each([
    ['one message', [message]],
    ['a message before it without an ID', [{ role: 'assistant' }, message]],
    ['something else before it', ['text', message]],
    ['an ID before it that is not text', [{ id: 7 }, message]],
  ])('a send has no message before the last with %s', (_, messages) => {
    expect(sendRequestSchema.parse({ messages })).not.toHaveProperty('previousMessageId', 'answer')
    expect(sendRequestSchema.safeParse({ messages }).success).toBe(true)
  })

  test('a send prefers `message` to `messages`', () => {
    const other = { ...message, id: 'q2' }
    expect(sendRequestSchema.parse({ message, messages: [other] })).toMatchObject({ message })
  })

  test('a send for another answer needs no question', () => {
    const request = { trigger: 'regenerate-message', messageId: 'a1' }
    expect(sendRequestSchema.parse({ ...request, messages: [] })).toEqual(request)
    expect(sendRequestSchema.parse({ trigger: 'regenerate-message' })).toEqual({
      trigger: 'regenerate-message',
    })
  })

  test.each<[string, unknown, string]>([
    ['no object', 'text', ''],
    ['null', null, ''],
    ['a list', [message], ''],
    ['nothing', {}, 'message'],
    ['an empty list of messages', { messages: [] }, 'message'],
    ['messages that are no list', { messages: 'all' }, 'message'],
    ['a message of somebody else', { message: { ...message, role: 'assistant' } }, 'message.role'],
    ['a system message', { message: { ...message, role: 'system' } }, 'message.role'],
    ['no parts', { message: { role: 'user' } }, 'message.parts'],
    ['empty parts', { message: { role: 'user', parts: [] } }, 'message.parts'],
    ['65 parts', { message: { role: 'user', parts: Array(65).fill(parts[0]) } }, 'message.parts'],
    [
      'a blank question',
      { message: { role: 'user', parts: [{ type: 'text', text: ' \n' }] } },
      'message.parts',
    ],
    [
      'a file',
      { message: { role: 'user', parts: [{ type: 'file', url: 'x' }] } },
      'message.parts.0.type',
    ],
    [
      'text that is a number',
      { message: { role: 'user', parts: [{ type: 'text', text: 7 }] } },
      'message.parts.0.text',
    ],
    ['an unknown trigger', { message, trigger: 'resume-stream' }, 'trigger'],
    ['a supersede that is text', { message, options: { supersede: 'yes' } }, 'options.supersede'],
    ['options that are null', { message, options: null }, 'options'],
    ['an empty model', { message, model: '' }, 'model'],
    ['a model of 201 characters', { message, model: 'm'.repeat(201) }, 'model'],
  ])('a send is refused with %s', (_, body, field) => {
    expect(wrongField(sendRequestSchema, body)).toBe(field)
  })

  test.each(['id', 'messageId', 'assistantMessageId', 'parentId'])(
    'a send has an ID as %s',
    (field) => {
      for (const id of notIds) {
        if (field === 'parentId' && id === null) continue
        expect(wrongField(sendRequestSchema, { message, [field]: id })).toBe(field)
      }
    },
  )

  test.each(notIds)('a send does not take %j as the ID of a question', (id) => {
    expect(wrongField(sendRequestSchema, { message: { ...message, id } })).toBe('message.id')
  })

  test.each(notText)('a send does not take %j as text', (text) => {
    const question = { role: 'user', parts: [{ type: 'text', text }] }
    expect(wrongField(sendRequestSchema, { message: question })).toBe('message.parts.0.text')
    expect(wrongField(sendRequestSchema, { message, model: text })).toBe('model')
  })

  test('any send is taken or refused, and crashes nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (body, inner) => {
        const wrapped = { message: inner, messages: inner, options: inner }
        for (const sent of [body, wrapped, { messages: [inner, { role: 'user', parts: inner }] }]) {
          expect(() => sendRequestSchema.safeParse(sent)).not.toThrow()
        }
      }),
      fromSeed(),
    )
  })
})

describe('a cancel', () => {
  test.each([{}, { mode: 'now' }, { seenTextLength: 0 }, { mode: 'now', seenTextLength: 7 }])(
    'a cancel may be %j',
    (body) => {
      expect(cancelRequestSchema.parse(body)).toEqual(body)
    },
  )

  test.each<[unknown, string]>([
    [{ mode: 'later' }, 'mode'],
    [{ seenTextLength: -1 }, 'seenTextLength'],
    [{ seenTextLength: 1.5 }, 'seenTextLength'],
    [{ seenTextLength: '7' }, 'seenTextLength'],
    [{ seenTextLength: null }, 'seenTextLength'],
    [{ seenTextLength: 2 ** 53 }, 'seenTextLength'],
    [{ reason: 'deleted' }, 'reason'],
    [[], ''],
  ])('a cancel may not be %j', (body, field) => {
    expect(wrongField(cancelRequestSchema, body)).toBe(field)
  })
})

describe('a new chat', () => {
  test('a new chat needs nothing', () => {
    expect(createChatRequestSchema.parse({})).toEqual({})
  })

  test('a new chat has its title without the spaces around it', () => {
    expect(createChatRequestSchema.parse({ title: '  Plans ' })).toEqual({ title: 'Plans' })
  })

  test('P12 a new chat has its title in one line, without hidden or reversing characters', () => {
    const title = 'Bank\n\u202etxt.exe\u202c\u200b \u001b[0m'
    expect(createChatRequestSchema.parse({ title })).toEqual({ title: 'Bank txt.exe [0m' })
    expect(updateChatRequestSchema.parse({ title })).toEqual({ title: 'Bank txt.exe [0m' })
    const key = createKeyRequestSchema.parse({ name: title, scope: 'read' })
    expect(key.name).toBe('Bank txt.exe [0m')
  })

  test.each<[string, unknown, string]>([
    ['a blank title', { title: ' \t' }, 'title'],
    ['a title of which nothing is seen', { title: '\u200b\u202e' }, 'title'],
    ['a title of 201 characters', { title: 'x'.repeat(201) }, 'title'],
    ['a title that is no text', { title: 'a\0' }, 'title'],
    ['a malformed ID', { id: 'a b' }, 'id'],
    ['a model that is null', { model: null }, 'model'],
    ['an owner', { ownerId: 'bob' }, 'ownerId'],
  ])('a new chat is refused with %s', (_, body, field) => {
    expect(wrongField(createChatRequestSchema, body)).toBe(field)
  })
})

describe('a change to a chat', () => {
  test('a change may name everything at its limits', () => {
    const changes = {
      title: 'x'.repeat(200),
      model: null,
      leafId: 'm1',
      keepGoing: true,
      pinned: false,
      settings: { systemPrompt: 's'.repeat(20_000), temperature: 2, maxOutputTokens: 1_000_000 },
    }
    expect(updateChatRequestSchema.parse(changes)).toEqual(changes)
  })

  test.each<[unknown, string]>([
    [{ title: '' }, 'title'],
    [{ model: '' }, 'model'],
    [{ leafId: null }, 'leafId'],
    [{ keepGoing: 'yes' }, 'keepGoing'],
    [{ pinned: 1 }, 'pinned'],
    [{ updatedAt: 'now' }, 'updatedAt'],
    [{ settings: null }, 'settings'],
    [{ settings: { tone: 'kind' } }, 'settings.tone'],
    [{ settings: { systemPrompt: 's'.repeat(20_001) } }, 'settings.systemPrompt'],
    [{ settings: { systemPrompt: '\0' } }, 'settings.systemPrompt'],
    [{ settings: { temperature: 2.1 } }, 'settings.temperature'],
    [{ settings: { temperature: -0.1 } }, 'settings.temperature'],
    [{ settings: { maxOutputTokens: 0 } }, 'settings.maxOutputTokens'],
    [{ settings: { maxOutputTokens: 1.5 } }, 'settings.maxOutputTokens'],
    [{ settings: { maxOutputTokens: 1_000_001 } }, 'settings.maxOutputTokens'],
  ])('a change may not be %j', (body, field) => {
    expect(wrongField(updateChatRequestSchema, body)).toBe(field)
  })
})

describe('a change to the settings of new chats', () => {
  test('a change may name everything', () => {
    const changes = { model: null, settings: { temperature: 2 }, keepGoing: true }
    expect(updateSettingsRequestSchema.parse(changes)).toEqual(changes)
  })

  test.each<[unknown, string]>([
    [{ model: '' }, 'model'],
    [{ settings: { tone: 'kind' } }, 'settings.tone'],
    [{ keepGoing: 'yes' }, 'keepGoing'],
    [{ pinned: true }, 'pinned'],
  ])('a change may not be %j', (body, field) => {
    expect(wrongField(updateSettingsRequestSchema, body)).toBe(field)
  })
})

describe('a query', () => {
  test.each([
    ['the list of chats', listChatsQuerySchema, 50],
    ['a chat', readChatQuerySchema, 200],
  ])('a query for %s has a limit', (_, schema, standard) => {
    expect(schema.parse({})).toEqual({ limit: standard })
    expect(schema.parse({ limit: '200' })).toEqual({ limit: 200 })
    for (const limit of ['0', '-1', '201', '1.5', 'many', '', 'NaN', 'Infinity']) {
      expect(wrongField(schema, { limit })).toBe('limit')
    }
  })

  test.each<[string, z.ZodType, unknown, string]>([
    ['a search of 201 characters', listChatsQuerySchema, { query: 'x'.repeat(201) }, 'query'],
    ['a search that is no text', listChatsQuerySchema, { query: '\0' }, 'query'],
    ['a long cursor', listChatsQuerySchema, { cursor: '1'.repeat(201) }, 'cursor'],
    ['an unknown parameter', listChatsQuerySchema, { offset: '2' }, 'offset'],
    ['a malformed ID', readChatQuerySchema, { before: 'a b' }, 'before'],
    ['an unknown parameter of a follow', followQuerySchema, { since: '2' }, 'since'],
    ['a malformed chat to cancel', cancelStreamsRequestSchema, { chatId: 'a b' }, 'chatId'],
    ['no chat to cancel but another field', cancelStreamsRequestSchema, { all: true }, 'all'],
  ])('a query is refused with %s', (_, schema, query, field) => {
    expect(wrongField(schema, query)).toBe(field)
  })
})
