import { describe, expectTypeOf, test } from 'vitest'
import type { CancelOutcome as OutcomeOfContract } from '@/lib/contract/cancel-outcome'
import type * as chats from '@/lib/contract/chat'
import type * as errors from '@/lib/contract/error'
import type * as events from '@/lib/contract/event'
import type * as messages from '@/lib/contract/message'
import type { ModelList as ModelsOfContract } from '@/lib/contract/model'
import type * as requests from '@/lib/contract/request'
import type { PersonSettings as SettingsOfContract } from '@/lib/contract/settings'
import type * as streams from '@/lib/contract/stream-info'
import type { ChatChanges } from './api.ts'
import type { ErrorCode, ErrorDetails } from './error.ts'
import type * as client from './types.ts'

/** Whether each is assignable to the other. */
type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false

/** The compiler checks these. */
describe('a shape that the package names is the one of the server', () => {
  test('what the server sends', () => {
    expectTypeOf<Same<client.Chat, chats.Chat>>().toEqualTypeOf<true>()
    expectTypeOf<Same<client.ChatPage, chats.ChatPage>>().toEqualTypeOf<true>()
    expectTypeOf<Same<client.ChatSettings, chats.ChatSettings>>().toEqualTypeOf<true>()
    expectTypeOf<Same<client.MessageMetadata, messages.MessageMetadata>>().toEqualTypeOf<true>()
    expectTypeOf<client.Message>().toExtend<messages.Message>()
    expectTypeOf<messages.MessagePart>().toExtend<client.MessagePart>()
    expectTypeOf<Same<client.CancelOutcome, OutcomeOfContract>>().toEqualTypeOf<true>()
    expectTypeOf<Same<client.StreamInfo, streams.StreamInfo>>().toEqualTypeOf<true>()
    expectTypeOf<Same<client.CancelledStreams, streams.CancelledStreams>>().toEqualTypeOf<true>()
    expectTypeOf<Same<client.ModelList, ModelsOfContract>>().toEqualTypeOf<true>()
    expectTypeOf<Same<client.PersonSettings, SettingsOfContract>>().toEqualTypeOf<true>()
    expectTypeOf<client.AnswerEvent>().toExtend<events.AnswerChunk>()
    expectTypeOf<client.PersonEvent>().toExtend<events.PersonEvent>()
    expectTypeOf<Same<ErrorCode, errors.ErrorCode>>().toEqualTypeOf<true>()
    expectTypeOf<Same<ErrorDetails, errors.ErrorDetails>>().toEqualTypeOf<true>()
  })

  test('what the server takes', () => {
    expectTypeOf<Same<client.CancelRequest, requests.CancelRequest>>().toEqualTypeOf<true>()
    expectTypeOf<Same<ChatChanges, requests.UpdateChatRequest>>().toEqualTypeOf<true>()
  })
})
