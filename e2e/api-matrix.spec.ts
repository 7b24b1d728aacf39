import { randomUUID } from 'node:crypto'
import type { KeyScope } from '@/lib/contract/account'
import { verbs, type VerbName } from '@/lib/runtime/verbs'
import { expect, providerVariables, test as base } from './harness/fixtures'
import { AppServer } from './harness/server/app-server'
import { absentBelongings, makeBelongings, rowsOf, SECRET } from './matrix/belongings'
import { anonymous, byKey, forged, signInAsGuest, signOut, signUp } from './matrix/callers'
import type { Caller } from './matrix/callers'
import { isCatchAll, pagePaths, routePaths } from './matrix/find-routes'
import { matrix, type MatrixCall, type MatrixRow } from './matrix/table'

type People = {
  owner: Caller
  ownerId: string
  others: Caller[]
  /** Callers whose cookie or key stands for nobody. */
  nobodies: Caller[]
  keys: Record<KeyScope, Caller>
}

/** A server without limits, and callers of every kind, made once for all rows. */
const test = base.extend<object, { matrixServer: AppServer; people: People }>({
  matrixServer: [
    async ({ provider }, provide) => {
      const server = await AppServer.start({
        ...providerVariables(provider.url),
        RATE_LIMIT: 'off',
        STREAMS_PER_USER: '1000',
        STREAM_GRACE_MS: '600000',
        // An answer of an earlier test that says nothing more changes no row of its owner's.
        STREAM_STALL_MS: '3600000',
        STREAM_MAX_MS: '3600000',
      })
      await provide(server)
      await server.remove()
    },
    { scope: 'worker' },
  ],
  people: [
    async ({ matrixServer }, provide) => {
      await provide(await makePeople(matrixServer))
    },
    { scope: 'worker' },
  ],
})

async function makePeople(server: AppServer): Promise<People> {
  const owner = await signUp(server, 'owner')
  const account = await fetch(`${server.url}/api/account`, { headers: owner.headers })
  const { id: ownerId } = (await account.json()) as { id: string }
  const ended = await signOut(server, await signUp(server, 'ended'))
  return {
    owner,
    ownerId,
    others: [await signUp(server, 'other account'), await signInAsGuest(server, 'other guest')],
    nobodies: [anonymous, ended, forged(owner), { name: 'no key', headers: noKey }],
    keys: {
      read: await byKey(server, owner, 'read'),
      chat: await byKey(server, owner, 'chat'),
      admin: await byKey(server, owner, 'admin'),
    },
  }
}

const noKey = { Authorization: `Bearer fullstop_${'A'.repeat(43)}` }

/** After this silence, in milliseconds, a stream is taken for one that stays quiet. */
const QUIET_MS = 250
/** The same for a stream that is known to send events: a busy server may be late. */
const LATE_MS = 5_000

/** Makes the call and reads its body; of a stream, the first events, the first within `firstMs`. */
async function make(
  server: AppServer,
  caller: Caller,
  row: string,
  { path, ...call }: MatrixCall,
  firstMs = QUIET_MS,
) {
  const hasBody = call.body !== undefined
  const response = await fetch(server.url + path, {
    method: row.split(' ')[0] ?? '',
    headers: {
      ...(hasBody && { 'Content-Type': 'application/json' }),
      ...call.headers,
      ...caller.headers,
    },
    ...(hasBody && { body: JSON.stringify(call.body) }),
  })
  const type = response.headers.get('content-type') ?? ''
  const body = type.startsWith('text/event-stream')
    ? await firstEvents(response, firstMs)
    : await response.text()
  const mediaType = type.split(';')[0] ?? ''
  return { status: response.status, mediaType, body }
}

/** The events that a stream sends before it falls quiet. */
async function firstEvents(response: Response, firstMs: number): Promise<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  // A followed answer begins with its start and its text so far; a follow of nothing stays quiet.
  while (reader && !text.includes('text-delta')) {
    const quietMs = text.includes('data: ') ? QUIET_MS : firstMs
    const quiet = new Promise<undefined>((resolve) => setTimeout(resolve, quietMs, undefined))
    const read = await Promise.race([reader.read(), quiet])
    if (!read || read.done) break
    text += read.value
  }
  await reader?.cancel()
  return text
}

const codeOf = (body: string) => (JSON.parse(body) as { error: { code: string } }).error.code

/** Hides the IDs: answers about foreign and absent things may differ in nothing else. */
function masked({ status, body }: { status: number; body: string }, ids: object) {
  return {
    status,
    body: Object.values(ids).reduce<string>((text, id) => text.replaceAll(String(id), 'ID'), body),
  }
}

const scopes: KeyScope[] = ['read', 'chat', 'admin']

for (const [row, entry] of Object.entries(matrix)) {
  test(`P12 ${row}`, async ({ matrixServer: server, people: everybody }) => {
    const people = entry.ends ? await makePeople(server) : everybody
    const { owner, ownerId, others, nobodies, keys } = people
    const owned = await makeBelongings(server, owner)
    const before = await rowsOf(server, ownerId)

    for (const other of others) {
      const foreign = await make(server, other, row, entry.make(owned))
      expect(foreign.body, other.name).not.toContain(SECRET)
      expect(foreign.status, `${other.name}: ${foreign.body}`).toBe(statusFor(entry, other))
      if (entry.tellsTaken || entry.ends) continue
      const absent = absentBelongings()
      const nothing = await make(server, other, row, entry.make(absent))
      if (entry.others >= 400) {
        expect(masked(foreign, owned), other.name).toEqual(masked(nothing, absent))
      } else expect(foreign.status).toBe(nothing.status)
    }
    for (const nobody of nobodies) {
      const answer = await make(server, nobody, row, entry.make(owned))
      expect(answer.body, nobody.name).not.toContain(SECRET)
      if (entry.needs === 'anybody') expect(answer.status, nobody.name).toBe(entry.others)
      else expect([answer.status, codeOf(answer.body)]).toEqual([401, 'unauthenticated'])
    }
    const { needs } = entry
    const tooNarrow = needs === 'anybody' ? [] : scopes.slice(0, scopes.indexOf(needs))
    for (const scope of tooNarrow) {
      const answer = await make(server, keys[scope], row, entry.make(owned))
      expect([answer.status, codeOf(answer.body)], scope).toEqual([403, 'forbidden'])
    }
    expect(await rowsOf(server, ownerId), 'nothing of the owner has changed').toEqual(before)

    // A key of the needed scope reaches the same as the cookie.
    const mine = await make(server, owner, row, entry.make(owned), LATE_MS)
    expect(mine.status, mine.body).toBe(entry.own)
    if (mine.status < 300 && entry.verb !== undefined) expectShape(entry.verb, mine)
    if (needs === 'anybody') return
    const again = await makeBelongings(server, owner)
    const byItsKey = await make(server, keys[needs], row, entry.make(again))
    expect(byItsKey.status, byItsKey.body).toBe(entry.own)
  })
}

/** Checks that the body is the output of its verb, and nothing more. */
function expectShape(name: VerbName, { body, mediaType }: { body: string; mediaType: string }) {
  const { output } = verbs[name]
  if (output === 'nothing') expect(body).toBe('')
  else if ('mediaTypes' in output) expect(output.mediaTypes).toContain(mediaType)
  else if ('events' in output && mediaType === 'text/event-stream') {
    const events = dataOf(body)
    expect(events.length).toBeGreaterThan(0)
    for (const data of events) output.events.parse(data)
  } else {
    const schema = 'events' in output ? output.value : output
    if (!schema) throw new Error(`${name} answers with ${mediaType}, and tells of events only`)
    schema.parse(JSON.parse(body))
  }
}

/** The data of each event in a text whose last event may be cut off. */
function dataOf(text: string): unknown[] {
  return text
    .split('\n\n')
    .slice(0, -1)
    .flatMap((event) => /^data: (.*)$/m.exec(event)?.[1] ?? [])
    .filter((data) => data !== '[DONE]')
    .map((data): unknown => JSON.parse(data))
}

/** A guest has no password, so the guest's own account ends without one. */
function statusFor(entry: MatrixRow, { name }: Caller): number {
  return entry.ends && name === 'other guest' ? 204 : entry.others
}

test('P12 every route of the file tree is in the matrix, with every method it takes', async ({
  matrixServer,
}) => {
  const known = new Set(Object.keys(matrix).map((row) => row.split(' ').slice(0, 2).join(' ')))
  for (const route of routePaths().filter((path) => !isCatchAll(path))) {
    const path = route.replaceAll(/\[\w+\]/g, () => randomUUID())
    const response = await fetch(matrixServer.url + path, { method: 'OPTIONS' })
    const allowed = response.headers.get('allow')?.split(', ') ?? []
    expect(allowed.length, route).toBeGreaterThan(1)
    for (const method of allowed.filter((name) => name !== 'OPTIONS')) {
      expect(known.delete(`${method} ${route}`), `${method} ${route} is in the table`).toBe(true)
    }
  }
  expect([...known], 'rows without a route').toEqual([])
})

test('P12 every verb is in the matrix, with the scope that it needs', () => {
  const rows = Object.values(matrix)
  for (const { name, scope } of Object.values(verbs)) {
    const needs = rows.filter(({ verb }) => verb === name).map((entry) => entry.needs)
    expect(needs.length, name).toBeGreaterThan(0)
    expect(new Set(needs), name).toEqual(new Set([scope]))
  }
})

/** The pages that anybody may load: none of them has anything of a person in it. */
const pages = ['/', '/account', '/c/[chatId]', '/reset-password', '/sign-in']

test('P12 no page has anything of a person in its HTML', async ({
  matrixServer: server,
  people,
}) => {
  expect(pagePaths()).toEqual(pages)
  const owned = await makeBelongings(server, people.owner)
  for (const page of pages) {
    const path = page.replace('[chatId]', owned.chatId)
    for (const caller of [people.owner, ...people.others, ...people.nobodies]) {
      const response = await fetch(server.url + path, { headers: caller.headers })
      expect([page, response.status]).toEqual([page, 200])
      expect(await response.text()).not.toContain(SECRET)
    }
  }
})

test('P12 better-auth’s calls are closed unless they are listed', async ({
  matrixServer: server,
  people,
}) => {
  for (const path of ['/update-user', '/delete-user', '/change-email', '/delete-anonymous-user']) {
    const response = await fetch(`${server.url}/api/auth${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...people.owner.headers },
      body: '{}',
    })
    expect([path, response.status]).toEqual([path, 404])
  }
})

test('P12 nobody ends another person’s session', async ({ matrixServer: server, people }) => {
  const [other] = people.others
  const [session] = server.query<{ token: string }>(
    'SELECT token FROM sessions WHERE user_id = ?',
    people.ownerId,
  )
  const before = await rowsOf(server, people.ownerId)
  await fetch(`${server.url}/api/auth/revoke-session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...other?.headers },
    body: JSON.stringify(session),
  })
  expect(await rowsOf(server, people.ownerId)).toEqual(before)
})

test('P12 nobody hears of another person’s events', async ({ matrixServer: server, people }) => {
  const [other] = people.others
  if (!other) throw new Error('somebody else is needed')
  const response = await fetch(`${server.url}/api/events`, { headers: other.headers })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const { chatId } = await makeBelongings(server, people.owner)
  const own = await fetch(`${server.url}/api/chats`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...other.headers },
    body: '{"title":"the last thing that happens"}',
  })
  expect(own.status).toBe(201)
  let heard = ''
  while (!heard.includes('the last thing')) heard += (await reader?.read())?.value ?? ''
  await reader?.cancel()
  expect(heard).not.toContain(SECRET)
  expect(heard).not.toContain(chatId)
})
