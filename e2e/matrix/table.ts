import type { KeyScope } from '@/lib/contract/account'
import type { VerbName } from '@/lib/runtime/verbs'
import { turnOf } from '../harness/guest'
import type { Belongings } from './belongings'

/** One call, with the things that its caller names. */
export type MatrixCall = { path: string; body?: unknown; headers?: Record<string, string> }

export type MatrixRow = {
  /** The verb of the call; undefined for a call that has none. */
  verb: VerbName | undefined
  /** The scope that an API key must have; `anybody` if the caller need not be known. */
  needs: KeyScope | 'anybody'
  make(named: Belongings): MatrixCall
  /** The status for the owner of these things. */
  own: number
  /** The status for anybody else: as for absent things, unless it says that an ID is taken. */
  others: number
  /** The call may tell foreign things from absent ones in one way: the ID is taken. */
  tellsTaken?: true
  /** Every call needs a person of its own, because it ends their account or their session. */
  ends?: true
}

/**
 * Every call, route by route. A missing route fails the test that walks the file tree, and a
 * missing verb fails the test that walks the list of verbs.
 */
export const matrix: Readonly<Record<string, MatrixRow>> = {
  'GET /api/account': ownThings('readAccount', 'read', '/api/account', 200),
  'DELETE /api/account': {
    verb: 'deleteAccount',
    needs: 'admin',
    make: () => ({ path: '/api/account', body: {} }),
    own: 403,
    others: 403,
    ends: true,
  },
  'POST /api/owner': {
    verb: 'becomeOwner',
    needs: 'admin',
    make: () => ({ path: '/api/owner', body: { code: 'AAAA' } }),
    own: 403,
    others: 403,
  },
  'GET /api/keys': ownThings('listKeys', 'admin', '/api/keys', 200),
  'POST /api/keys': {
    verb: 'createKey',
    needs: 'admin',
    make: () => ({ path: '/api/keys', body: { name: 'mine', scope: 'read' } }),
    own: 201,
    others: 201,
  },
  'DELETE /api/keys/[keyId]': {
    verb: 'endKey',
    needs: 'admin',
    make: ({ keyId }) => ({ path: `/api/keys/${keyId}` }),
    own: 204,
    others: 404,
  },
  'GET /api/export': ownThings('exportChats', 'read', '/api/export', 200),
  'GET /api/sign-in-options': ownThings(
    'readSignInOptions',
    'anybody',
    '/api/sign-in-options',
    200,
  ),
  'GET /logo': ownThings(undefined, 'anybody', '/logo', 404),
  // For nobody who is signed in: it needs a secret that the server of the matrix does not have.
  'GET /api/cron': ownThings(undefined, 'anybody', '/api/cron', 401),
  'GET /api/health': ownThings('readHealth', 'anybody', '/api/health', 200),
  'GET /api/ready': ownThings('readReadiness', 'anybody', '/api/ready', 200),
  'GET /api/models': ownThings('listModels', 'read', '/api/models', 200),
  'GET /api/settings': ownThings('readSettings', 'read', '/api/settings', 200),
  'PATCH /api/account': {
    verb: 'updateAccount',
    needs: 'admin',
    make: () => ({ path: '/api/account', body: {} }),
    own: 200,
    others: 200,
  },
  'PATCH /api/settings': {
    verb: 'updateSettings',
    needs: 'chat',
    make: () => ({ path: '/api/settings', body: { settings: { temperature: 1 } } }),
    own: 200,
    others: 200,
  },
  'GET /api/chats': ownThings('listChats', 'read', '/api/chats?query=xyzzy', 200),
  'POST /api/chats': {
    verb: 'createChat',
    needs: 'chat',
    make: ({ chatId }) => ({ path: '/api/chats', body: { id: chatId } }),
    own: 409,
    others: 409,
    tellsTaken: true,
  },
  'GET /api/chats/[chatId]': {
    verb: 'readChat',
    needs: 'read',
    make: ({ chatId }) => ({ path: `/api/chats/${chatId}` }),
    own: 200,
    others: 404,
  },
  'PATCH /api/chats/[chatId]': {
    verb: 'updateChat',
    needs: 'chat',
    make: ({ chatId, answerId }) => ({
      path: `/api/chats/${chatId}`,
      body: { title: 'Mine now', leafId: answerId, pinned: true },
    }),
    own: 200,
    others: 404,
  },
  'DELETE /api/chats/[chatId]': {
    verb: 'deleteChat',
    needs: 'chat',
    make: ({ runningChatId }) => ({ path: `/api/chats/${runningChatId}` }),
    own: 204,
    others: 404,
  },
  'POST /api/chat': {
    verb: 'sendMessage',
    needs: 'chat',
    make: ({ chatId }) => send({ id: chatId, ...turnOf('[[tokens=1 rate=0]]') }),
    own: 202,
    others: 409,
    tellsTaken: true,
  },
  'POST /api/chat with an answer’s ID': {
    verb: 'sendMessage',
    needs: 'chat',
    make: ({ runningId }) => send({ assistantMessageId: runningId, ...turnOf('[[tokens=1]]') }),
    own: 409,
    others: 409,
    tellsTaken: true,
  },
  'POST /api/chat that edits': {
    verb: 'sendMessage',
    needs: 'chat',
    make: ({ questionId }) => send({ messageId: questionId, ...turnOf('[[tokens=1 rate=0]]') }),
    own: 202,
    others: 404,
  },
  'POST /api/chat under a parent': {
    verb: 'sendMessage',
    needs: 'chat',
    make: ({ answerId }) => send({ parentId: answerId, ...turnOf('[[tokens=1 rate=0]]') }),
    own: 404,
    others: 404,
  },
  'POST /api/chat that asks for another answer': {
    verb: 'sendMessage',
    needs: 'chat',
    make: ({ answerId }) => send({ trigger: 'regenerate-message', messageId: answerId }),
    own: 202,
    others: 404,
  },
  'POST /api/chat that goes on': {
    verb: 'sendMessage',
    needs: 'chat',
    make: ({ runningId }) =>
      send({
        trigger: 'continue-message',
        messageId: runningId,
        options: { supersede: true },
      }),
    own: 202,
    others: 404,
  },
  'GET /api/chat/[chatId]/stream': {
    verb: 'followChat',
    needs: 'read',
    make: ({ runningChatId }) => ({ path: `/api/chat/${runningChatId}/stream` }),
    own: 200,
    others: 204,
  },
  'GET /api/events': ownThings('followEverything', 'read', '/api/events', 200),
  'GET /api/messages/[messageId]': {
    verb: 'readMessage',
    needs: 'read',
    make: ({ answerId }) => ({ path: `/api/messages/${answerId}` }),
    own: 200,
    others: 404,
  },
  'DELETE /api/messages/[messageId]': {
    verb: 'deleteMessage',
    needs: 'chat',
    make: ({ runningId }) => ({ path: `/api/messages/${runningId}` }),
    own: 204,
    others: 404,
  },
  'GET /api/messages/[messageId]/stream': {
    verb: 'followMessage',
    needs: 'read',
    make: ({ runningId }) => ({ path: `/api/messages/${runningId}/stream` }),
    own: 200,
    others: 404,
  },
  'POST /api/messages/[messageId]/cancel': {
    verb: 'cancelMessage',
    needs: 'chat',
    make: ({ runningId }) => ({ path: `/api/messages/${runningId}/cancel`, body: {} }),
    own: 200,
    others: 404,
  },
  'POST /api/messages/[messageId]/cancel before its start': {
    verb: 'cancelMessage',
    needs: 'chat',
    make: ({ runningId }) => ({
      path: `/api/messages/${runningId}/cancel`,
      body: { beforeStart: true },
    }),
    own: 200,
    others: 202,
  },
  'GET /api/streams': ownThings('listStreams', 'read', '/api/streams', 200),
  'POST /api/streams/cancel': {
    verb: 'cancelStreams',
    needs: 'chat',
    make: ({ runningChatId }) => ({
      path: '/api/streams/cancel',
      body: { chatId: runningChatId },
    }),
    own: 200,
    others: 200,
  },
}

/** A call that names nothing: every caller gets their own things. */
function ownThings(
  verb: MatrixRow['verb'],
  needs: MatrixRow['needs'],
  path: string,
  status: number,
): MatrixRow {
  return { verb, needs, make: () => ({ path }), own: status, others: status }
}

function send(body: object): MatrixCall {
  return { path: '/api/chat', body, headers: { Prefer: 'respond-async' } }
}
