import { expect, test, vi } from 'vitest'
import { createSessionCalls } from '@/lib/client/calls/session-calls'
import { createAccountApi, type AccountApi } from './account-api'

/** An AccountApi whose server always gives this answer. */
function apiWith(answer: () => Response) {
  const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.resolve(answer()))
  const signIn = vi.fn<() => Promise<void>>(() => Promise.resolve())
  return { api: createAccountApi(createSessionCalls(signIn, { fetch })), fetch }
}

test.each<[string, string | undefined, (api: AccountApi) => Promise<unknown>]>([
  ['GET /api/account', undefined, (api) => api.read()],
  ['PATCH /api/account', '{"name":"Ann"}', (api) => api.update({ name: 'Ann' })],
  ['DELETE /api/account', '{"password":"secret"}', (api) => api.delete('secret')],
  ['DELETE /api/account', '{}', (api) => api.delete(undefined)],
  ['POST /api/owner', '{"code":"ABCD"}', (api) => api.becomeOwner('ABCD')],
  ['GET /api/keys', undefined, (api) => api.listKeys()],
  [
    'POST /api/keys',
    '{"name":"script","scope":"read"}',
    (api) => api.createKey({ name: 'script', scope: 'read' }),
  ],
  ['DELETE /api/keys/k1', undefined, (api) => api.endKey('k1')],
])('%s %s', async (line, body, call) => {
  const { api, fetch } = apiWith(() => Response.json({ keys: [] }))
  await call(api)
  const [path, init] = fetch.mock.lastCall ?? []
  expect(`${init?.method ?? 'GET'} ${path as string}`).toBe(line)
  expect(init?.body).toBe(body)
})

test('an answer without content is a success', async () => {
  const { api } = apiWith(() => new Response(null, { status: 204 }))
  const calls = [api.delete(undefined), api.becomeOwner('code'), api.endKey('k1')]
  expect(await Promise.all(calls)).toEqual([undefined, undefined, undefined])
})

test('`listKeys` resolves with the list in the answer', async () => {
  const keys = [{ id: 'k1' }]
  const { api } = apiWith(() => Response.json({ keys }))
  expect(await api.listKeys()).toEqual(keys)
})

test('a wrong password is an error that names its field', async () => {
  const error = { code: 'forbidden', message: 'The password is wrong.', field: 'password' }
  const { api } = apiWith(() => Response.json({ error }, { status: 403 }))
  await expect(api.delete('guess')).rejects.toMatchObject({
    code: 'forbidden',
    details: { field: 'password' },
  })
})
