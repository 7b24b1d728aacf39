import type { Api } from '@/client/api'

/** An Api that answers only the calls that the test has thought of. */
export function createFakeApi(answers: Partial<Api>): Api {
  const unexpected = (call: string) => () => Promise.reject(new Error(`unexpected call: ${call}`))
  return {
    models: unexpected('models'),
    settings: unexpected('settings'),
    updateSettings: unexpected('updateSettings'),
    listChats: unexpected('listChats'),
    readChat: unexpected('readChat'),
    updateChat: unexpected('updateChat'),
    deleteChat: unexpected('deleteChat'),
    readMessage: unexpected('readMessage'),
    send: unexpected('send'),
    cancel: unexpected('cancel'),
    streams: unexpected('streams'),
    events: unexpected('events'),
    createChat: unexpected('createChat'),
    cancelAll: unexpected('cancelAll'),
    ask: unexpected('ask'),
    follow: unexpected('follow'),
    followChat: unexpected('followChat'),
    ...answers,
  }
}
