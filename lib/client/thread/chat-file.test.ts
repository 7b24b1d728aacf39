import { describe, expect, test, vi } from 'vitest'
import type { Api } from '@/client/api'
import { createFakeApi } from '@/lib/testing/fake-api'
import { chatWith, testAnswer, testChat, testQuestion } from '@/lib/testing/messages'
import { viewOf } from './answer-view'
import { fileNameOf, markdownOf, readChatFile } from './chat-file'
import { loadingThread, type Thread } from './thread'

const question = testQuestion('q1', 'Hello?')
const answer = testAnswer('a1', '# Hello\n\n*there*', {
  status: 'completed',
  model: 'test/model',
  parentId: 'q1',
})
const shown = (...messages: Parameters<typeof viewOf>[0][]) => messages.map(viewOf)
const chat = testChat('c1', { title: 'Plans' })
const thread = (of: Partial<Thread>): Thread => ({
  ...loadingThread,
  status: 'ready',
  ...of,
})

describe('a chat as a file', () => {
  test('a chat file has the questions and the answers, and is named after the title', async () => {
    const views = shown(question, answer)
    expect(
      await readChatFile(createFakeApi({}), 'c1', { chat, thread: thread({ views }) }),
    ).toEqual({
      name: 'Plans.md',
      text: '# Plans\n\n## You\n\n> Hello?\n\n## test/model\n\n> # Hello\n>\n> *there*\n\n',
    })
  })

  test('a chat file also has messages that are not loaded yet', async () => {
    const readChat = vi
      .fn<Api['readChat']>()
      .mockResolvedValueOnce(chatWith([testQuestion('q2', 'Second')], { before: 'q2' }))
      .mockResolvedValueOnce(chatWith([testQuestion('q1', 'First')]))
    const views = shown(testQuestion('q3', 'Third'))
    const api = createFakeApi({ readChat })
    const { text } = await readChatFile(api, 'c1', {
      chat,
      thread: thread({ views, before: 'q3' }),
    })
    expect(text.match(/First|Second|Third/g)).toEqual(['First', 'Second', 'Third'])
    expect(readChat.mock.calls).toEqual([
      ['c1', { before: 'q3' }],
      ['c1', { before: 'q2' }],
    ])
  })

  test('a chat file says that an answer was stopped, and leaves thoughts out', () => {
    const stopped = testAnswer('a1', 'Hel', { status: 'cancelled' })
    stopped.parts.unshift({ type: 'reasoning', text: 'Hmm' })
    const messages = shown(stopped).map(({ message }) => message)
    expect(markdownOf('T', messages)).toBe('# T\n\n## Answer\n\n> Hel\n\n*(stopped)*\n\n')
  })
})

test.each([
  ['What is a full stop?', 'What is a full stop.md'],
  ['../../etc/passwd', 'etc passwd.md'],
  ['a\\b:c*d"e<f>g|h', 'a b c d e f g h.md'],
  ['  .hidden. ', 'hidden.md'],
  ['\u202Egpj.exe', 'gpj.exe.md'],
  ['a\n\u200b*b', 'a b.md'],
  ['???', 'Chat.md'],
  ['👩'.repeat(90), `${'👩'.repeat(80)}.md`],
])('the title %j makes the file %j', (title, name) => {
  expect(fileNameOf(title)).toBe(name)
})
