import type { FuzzedRequest } from './fuzzed-request'

const LARGE = 8_400_000
const LARGEST = 10_000_000

const bodies: Record<string, string> = {
  'a long text': JSON.stringify({ title: 'x'.repeat(LARGE) }),
  'a long name': JSON.stringify({ ['x'.repeat(LARGE)]: 1 }),
  'many items': `{"messages":[${'1,'.repeat(LARGEST / 2)}1]}`,
  'many levels': '['.repeat(LARGEST),
  'no JSON': ' '.repeat(LARGEST),
}

const calls = [
  'POST /api/chat',
  'POST /api/chats',
  'PATCH /api/settings',
  'POST /api/messages/fuzzed-answer/cancel',
  'POST /api/auth/sign-in/anonymous',
]

/** Bodies larger than any call takes: every kind once, each to another call. */
export const largeRequests: readonly FuzzedRequest[] = Object.values(bodies).map((body, index) => {
  const call = calls[index % calls.length] ?? ''
  const [method = '', path = ''] = call.split(' ')
  return {
    call,
    method,
    path,
    headers: { 'Content-Type': 'application/json' },
    caller: { is: 'the guest', how: 'plain' },
    body: Buffer.from(body),
    chunked: index % 2 === 1,
    expected: 'refused',
    wire: 'ours',
    endsCaller: false,
  }
})
