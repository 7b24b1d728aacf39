import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import type { Account } from '@/lib/contract/account'
import { expect, test } from './harness/fixtures'
import { turnOf } from './harness/guest'
import { AppServer } from './harness/server/app-server'
import { MailServer } from './harness/server/mail-server'
import { byKey, PASSWORD, signInAsGuest, signOut, signUp, type Caller } from './matrix/callers'

const run = promisify(execFile)
const json = { 'Content-Type': 'application/json' }

function post(url: string, caller: Pick<Caller, 'headers'>, body: object): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { ...json, ...caller.headers },
    body: JSON.stringify(body),
  })
}

async function accountOf(server: AppServer, caller: Caller): Promise<Account> {
  const response = await fetch(`${server.url}/api/account`, { headers: caller.headers })
  return (await response.json()) as Account
}

/** Reads the response to its end; false if it breaks off. */
async function endsCleanly(response: Response): Promise<boolean> {
  return response.text().then(
    () => true,
    () => false,
  )
}

test('P12 a guest who makes an account keeps the chats and a running answer, but no keys', async ({
  server,
}) => {
  const guest = await signInAsGuest(server, 'guest')
  const key = await byKey(server, guest, 'chat')
  const answerId = randomUUID()
  const sent = await fetch(`${server.url}/api/chat`, {
    method: 'POST',
    headers: { ...json, ...guest.headers, Prefer: 'respond-async' },
    body: JSON.stringify({ ...turnOf('[[hold=3]]'), assistantMessageId: answerId }),
  })
  expect(sent.status).toBe(202)
  const events = await fetch(`${server.url}/api/events`, { headers: guest.headers })

  const signedUp = await fetch(`${server.url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { ...json, ...guest.headers },
    body: JSON.stringify({ name: 'Ada', email: `${randomUUID()}@example.org`, password: PASSWORD }),
  })
  expect(signedUp.status).toBe(200)
  const cookie = signedUp.headers.getSetCookie().find((line) => line.startsWith('fullstop='))
  const ada = { name: 'ada', headers: { Cookie: cookie?.split(';')[0] ?? '' } }

  expect(await endsCleanly(events), 'the guest’s own follow is broken off').toBe(false)
  expect((await fetch(`${server.url}/api/chats`, { headers: guest.headers })).status).toBe(401)
  const streams = await fetch(`${server.url}/api/streams`, { headers: ada.headers })
  expect(await streams.json()).toMatchObject({ streams: [{ messageId: answerId }] })
  const stopped = await post(`${server.url}/api/messages/${answerId}/cancel`, ada, {})
  expect(await stopped.json()).toMatchObject({ outcome: 'cancelled' })
  // The guest who made the key may be another person than the one who signs up in that browser.
  const byItsKey = await fetch(`${server.url}/api/messages/${answerId}`, { headers: key.headers })
  expect(byItsKey.status).toBe(401)
})

test('P12 signing out ends the follows of that session, and of no other', async ({ server }) => {
  const one = await signUp(server, 'one')
  const key = await byKey(server, one, 'read')
  const byCookie = await fetch(`${server.url}/api/events`, { headers: one.headers })
  const byTheKey = await fetch(`${server.url}/api/events`, { headers: key.headers })
  await signOut(server, one)
  expect(await endsCleanly(byCookie)).toBe(false)
  const reader = byTheKey.body?.getReader()
  expect((await reader?.read())?.done).toBe(false)
  await reader?.cancel()
  expect((await fetch(`${server.url}/api/chats`, { headers: key.headers })).status).toBe(200)
})

test('P12 an API key that is ended reads no further', async ({ server }) => {
  const owner = await signUp(server, 'owner')
  const key = await byKey(server, owner, 'admin')
  const events = await fetch(`${server.url}/api/events`, { headers: key.headers })
  const listed = async () => {
    const response = await fetch(`${server.url}/api/keys`, { headers: key.headers })
    const { keys } = (await response.json()) as {
      keys: { id: string; lastUsedAt: string | null }[]
    }
    return keys[0]
  }
  // The server notes the use of a key without making the call wait.
  await expect.poll(async () => (await listed())?.lastUsedAt).not.toBeNull()
  const ended = await fetch(`${server.url}/api/keys/${(await listed())?.id}`, {
    method: 'DELETE',
    headers: owner.headers,
  })
  expect(ended.status).toBe(204)
  expect(await endsCleanly(events)).toBe(false)
  expect((await fetch(`${server.url}/api/chats`, { headers: key.headers })).status).toBe(401)
})

test('an account is deleted with everything it owns, given its password', async ({
  server,
  key,
}) => {
  const person = await signUp(server, 'leaver')
  const { id } = await accountOf(server, person)
  await fetch(`${server.url}/api/chat`, {
    method: 'POST',
    headers: { ...json, ...person.headers, Prefer: 'respond-async' },
    body: JSON.stringify(turnOf(`[[key=${key} hold=2]]`)),
  })
  const events = await fetch(`${server.url}/api/events`, { headers: person.headers })
  const remove = (body: object) =>
    fetch(`${server.url}/api/account`, {
      method: 'DELETE',
      headers: { ...json, ...person.headers },
      body: JSON.stringify(body),
    })
  expect((await remove({})).status).toBe(403)
  expect((await remove({ password: 'not that one' })).status).toBe(403)
  expect((await remove({ password: PASSWORD })).status).toBe(204)
  expect(await endsCleanly(events)).toBe(false)
  expect((await remove({ password: PASSWORD })).status).toBe(401)
  for (const table of ['chats', 'messages', 'stream_sessions', 'api_keys']) {
    expect(server.query(`SELECT * FROM ${table} WHERE owner_id = ?`, id), table).toEqual([])
  }
  expect(server.query('SELECT * FROM users WHERE id = ?', id)).toEqual([])
})

test('all chats can be exported, as JSON and as Markdown', async ({ guest }) => {
  const { chatId, messageId } = await guest.ask('Tell me [[tokens=3 rate=0]]')
  await expect
    .poll(
      async () => (await guest.json<{ metadata: object }>(`/api/messages/${messageId}`)).metadata,
    )
    .toMatchObject({ status: 'completed' })
  const { messageId: second } = await guest.ask('And? [[hold=2]]', { id: chatId })
  await expect.poll(() => guest.stop(second)).toMatchObject({ endReason: 'user' })
  const exported = await guest.json<{ chats: { id: string; messages: { id: string }[] }[] }>(
    '/api/export',
  )
  expect(exported.chats).toMatchObject([{ id: chatId }])
  expect(exported.chats[0]?.messages).toHaveLength(4)
  const markdown = await guest.call('/api/export?format=markdown')
  expect(markdown.headers.get('content-disposition')).toBe('attachment; filename="chats.md"')
  const text = await markdown.text()
  expect(text).toMatch(/^# Tell me/)
  expect(text).toContain('## You\n\n> And?')
  expect(text).toContain('*(stopped)*')
})

test('the setup code that the first start prints makes one account the owner, once', async () => {
  const server = await AppServer.start({ DEMO_MODEL: 'on' })
  try {
    const code = /setup code on your account page: (\S+)/.exec(server.output)?.[1] ?? ''
    const [guest, first, second] = [
      await signInAsGuest(server, 'guest'),
      await signUp(server, 'first'),
      await signUp(server, 'second'),
    ]
    const claim = (caller: Caller, said = code) =>
      post(`${server.url}/api/owner`, caller, { code: said })
    expect((await claim(guest)).status).toBe(403)
    expect((await claim(second, 'AAAA-AAAA-AAAA-AAAA')).status).toBe(403)
    expect(await accountOf(server, second)).toMatchObject({ admin: false, ownerWanted: true })
    expect((await claim(second)).status).toBe(204)
    expect(await accountOf(server, second)).toMatchObject({ admin: true, ownerWanted: false })
    expect((await claim(first)).status).toBe(403)
    expect(await accountOf(server, first)).toMatchObject({ admin: false })
    const printed = server.output.length
    await server.end()
    await server.start()
    expect(server.output.slice(printed)).not.toContain('setup code')
  } finally {
    await server.remove()
  }
})

test('mails reset a password and prove an address, which makes OWNER_EMAIL the owner', async () => {
  const mails = await MailServer.start()
  const OWNER_EMAIL = 'owner@example.org'
  // The server's own address is only known once it runs; the test reads the paths from the links.
  const PUBLIC_URL = 'http://chat.test'
  const server = await AppServer.start({ SMTP_URL: mails.url, PUBLIC_URL, OWNER_EMAIL })
  try {
    const call = (path: string, body: object) => post(server.url + path, { headers: {} }, body)
    const signedUp = await call('/api/auth/sign-up/email', {
      name: 'Owner',
      email: OWNER_EMAIL,
      password: PASSWORD,
    })
    const cookie = signedUp.headers.getSetCookie().find((line) => line.startsWith('fullstop='))
    const owner = { name: 'owner', headers: { Cookie: cookie?.split(';')[0] ?? '' } }
    expect(await accountOf(server, owner)).toMatchObject({ admin: false, emailVerified: false })
    const proof = /http:\/\/chat\.test(\/api\/auth\/verify-email\S+)/.exec(await mails.mail(0))?.[1]
    const press = (headers: Record<string, string>) =>
      fetch(server.url + (proof ?? ''), { redirect: 'manual', headers })
    // Somebody may have signed up with this address, and hope that its owner proves it for them.
    const elsewhere = await press({})
    expect(elsewhere.headers.get('location')).toBe('/account?error=confirm')
    const byAnother = await press((await signUp(server, 'another')).headers)
    await mails.mail(1)
    expect(byAnother.headers.get('location')).toBe('/account?error=confirm')
    expect(await accountOf(server, owner)).toMatchObject({ admin: false, emailVerified: false })
    expect((await press(owner.headers)).status).toBe(302)
    const key = await byKey(server, owner, 'admin')
    expect(await accountOf(server, owner)).toMatchObject({ admin: true, emailVerified: true })

    await call('/api/auth/request-password-reset', {
      email: OWNER_EMAIL,
      redirectTo: '/reset-password',
    })
    const token = /http:\/\/chat\.test\/reset-password\?token=(\S+)/.exec(await mails.mail(2))?.[1]
    const newPassword = 'another horse'
    expect((await call('/api/auth/reset-password', { newPassword, token })).status).toBe(200)
    expect((await fetch(`${server.url}/api/account`, { headers: owner.headers })).status).toBe(401)
    expect((await fetch(`${server.url}/api/account`, { headers: key.headers })).status).toBe(401)
    const signIn = (password: string) =>
      call('/api/auth/sign-in/email', { email: OWNER_EMAIL, password })
    expect((await signIn(PASSWORD)).status).toBe(401)
    expect((await signIn(newPassword)).status).toBe(200)
    expect((await call('/api/auth/reset-password', { newPassword, token })).status).toBe(400)
    expect(server.output).not.toContain(token ?? 'token')
  } finally {
    await server.remove()
    await mails.end()
  }
})

test('P12 a new address waits for a mail that only the signed-in person can confirm', async () => {
  const mails = await MailServer.start()
  const OWNER_EMAIL = 'owner@example.org'
  const PUBLIC_URL = 'http://chat.test'
  const server = await AppServer.start({
    SMTP_URL: mails.url,
    PUBLIC_URL,
    OWNER_EMAIL,
    APP_NAME: 'Acme Chat',
  })
  try {
    const [person, other] = [await signUp(server, 'person'), await signUp(server, 'other')]
    await mails.mail(1)
    const change = (caller: Caller, body: object) =>
      fetch(`${server.url}/api/account`, {
        method: 'PATCH',
        headers: { ...json, ...caller.headers },
        body: JSON.stringify({ password: PASSWORD, ...body }),
      })
    const linkTo = async (email: string, index: number) => {
      const mail = await mails.mail(index)
      expect(mail).toContain(`To: ${email}`)
      expect(mail).toMatch(/^From: Acme Chat <fullstop@chat\.test>/m)
      expect(mail).toContain('Acme Chat account')
      return /http:\/\/chat\.test(\/api\/auth\/verify-email\S+)/.exec(mail)?.[1] ?? ''
    }
    const press = async (link: string, headers: Record<string, string>) => {
      const response = await fetch(server.url + link, { redirect: 'manual', headers })
      return response.headers.get('location')
    }
    const { email: otherEmail } = await accountOf(server, other)
    const { email } = await accountOf(server, person)
    const taken = await change(person, { email: otherEmail })
    const free = await change(person, { email: OWNER_EMAIL })
    expect([free.status, await free.json()]).toEqual([taken.status, await taken.json()])
    expect(await accountOf(server, person)).toMatchObject({ email, admin: false })

    const link = await linkTo(OWNER_EMAIL, 2)
    // The owner of the mailbox did not ask for the change: only a trick makes them open the link.
    expect(await press(link, {})).toBe('/account?error=confirm')
    expect(await press(link, other.headers)).toBe('/account?error=confirm')
    expect(await accountOf(server, person)).toMatchObject({ email, admin: false })
    expect(await press(link, person.headers)).toBe('/account?confirmed')
    expect(await accountOf(server, person)).toMatchObject({
      email: OWNER_EMAIL,
      emailVerified: true,
      admin: true,
    })

    // An address that somebody has taken by the time the link is opened stays theirs.
    await change(person, { email: 'late@example.org' })
    const lateLink = await linkTo('late@example.org', 3)
    const late = { name: 'Late', email: 'late@example.org', password: PASSWORD }
    await post(`${server.url}/api/auth/sign-up/email`, { headers: {} }, late)
    expect(await press(lateLink, person.headers)).toBe('/account?error=confirm')
    expect(await accountOf(server, person)).toMatchObject({ email: OWNER_EMAIL })
    expect(server.output).not.toContain('late@example.org')
  } finally {
    await server.remove()
    await mails.end()
  }
})

test('npm run reset-password sets a new password while the server runs, and ends sessions', async ({
  server,
}) => {
  const person = await signUp(server, 'forgetful')
  const { email } = await accountOf(server, person)
  const { stdout } = await run(
    process.execPath,
    [
      '--import',
      './scripts/resolve-alias.mjs',
      'scripts/reset-password.ts',
      email?.toUpperCase() ?? '',
    ],
    { env: { ...process.env, ...server.databaseVariables } },
  )
  const password = /: (\S{16})\n/.exec(stdout)?.[1]
  expect((await fetch(`${server.url}/api/account`, { headers: person.headers })).status).toBe(401)
  const signIn = await post(`${server.url}/api/auth/sign-in/email`, person, { email, password })
  expect(signIn.status).toBe(200)
  // Clearing the cookie of the ended session must not clear the new one.
  expect(signIn.headers.getSetCookie().join()).toMatch(/fullstop=[^;]{40,}/)
})

test('P12 a body that is held back until its session has ended does nothing', async ({
  server,
}) => {
  const person = await signUp(server, 'slow')
  const { id } = await accountOf(server, person)
  const rest = Promise.withResolvers<string>()
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async start(controller) {
      controller.enqueue(new TextEncoder().encode('{"name":"late",'))
      controller.enqueue(new TextEncoder().encode(await rest.promise))
      controller.close()
    },
  })
  const late = fetch(`${server.url}/api/keys`, {
    method: 'POST',
    headers: { ...json, ...person.headers },
    body,
    duplex: 'half',
  } as RequestInit)
  await signOut(server, person)
  rest.resolve('"scope":"admin"}')
  expect((await late).status).toBe(401)
  expect(server.query('SELECT * FROM api_keys WHERE owner_id = ?', id)).toEqual([])
})

test('P12 the names of an account and of a key are one line, whatever is sent', async ({
  server,
}) => {
  const name = 'Ada\n\u202eevoL\u202c\u200b'
  const signedUp = await fetch(`${server.url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ name, email: `${randomUUID()}@example.org`, password: PASSWORD }),
  })
  const cookie = signedUp.headers.getSetCookie().find((line) => line.startsWith('fullstop='))
  const ada = { name: 'ada', headers: { Cookie: cookie?.split(';')[0] ?? '' } }
  expect(await accountOf(server, ada)).toMatchObject({ name: 'Ada evoL' })
  const made = await post(`${server.url}/api/keys`, ada, { name, scope: 'read' })
  expect(await made.json()).toMatchObject({ name: 'Ada evoL' })
  const none = await post(`${server.url}/api/keys`, ada, { name: '\u202e\u200b', scope: 'read' })
  expect([none.status, await none.json()]).toMatchObject([400, { error: { field: 'name' } }])
})

test('P12 an account with a field that is too long is refused, and its image is not stored', async ({
  server,
}) => {
  const signUpWith = (fields: object) =>
    post(
      `${server.url}/api/auth/sign-up/email`,
      { headers: {} },
      {
        name: 'x',
        email: `${randomUUID()}@example.org`,
        password: PASSWORD,
        ...fields,
      },
    )
  expect((await signUpWith({ image: 'x'.repeat(20_000) })).status).toBe(413)
  expect((await signUpWith({ email: `${'x'.repeat(300)}@example.org` })).status).toBe(400)
  expect((await signUpWith({ image: 'https://example.org/x.png' })).status).toBe(200)
  expect(server.query('SELECT id FROM users WHERE image IS NOT NULL')).toEqual([])
})

test('P12 only a person with an account gets in where guests and sign-up are off', async () => {
  const server = await AppServer.start({ DEMO_MODEL: 'on' })
  try {
    const guest = await signInAsGuest(server, 'guest')
    const account = await signUp(server, 'account')
    await server.end()
    const closed = await AppServer.startOn(server, { AUTH_GUESTS: 'off', AUTH_SIGNUP: 'off' })
    expect((await fetch(`${closed.url}/api/chats`, { headers: guest.headers })).status).toBe(401)
    expect((await fetch(`${closed.url}/api/chats`, { headers: account.headers })).status).toBe(200)
    const noGuest = await post(`${closed.url}/api/auth/sign-in/anonymous`, { headers: {} }, {})
    expect(noGuest.status).toBe(403)
    const fields = { name: 'x', email: 'x@example.org', password: PASSWORD }
    const noSignUp = await post(`${closed.url}/api/auth/sign-up/email`, { headers: {} }, fields)
    expect(noSignUp.status).toBe(400)
    const options = await fetch(`${closed.url}/api/sign-in-options`)
    expect(await options.json()).toMatchObject({ guests: false, signUp: false })
    await closed.end()
  } finally {
    await server.remove()
  }
})

test('the server offers GitHub where it is configured, and sends people there with a way back', async () => {
  const server = await AppServer.start({
    PUBLIC_URL: 'http://chat.test',
    GITHUB_CLIENT_ID: 'the-client',
    GITHUB_CLIENT_SECRET: 'the-secret',
  })
  try {
    const options = await fetch(`${server.url}/api/sign-in-options`)
    expect(await options.json()).toMatchObject({ social: ['github'] })
    const response = await post(
      `${server.url}/api/auth/sign-in/social`,
      { headers: {} },
      { provider: 'github', callbackURL: '/' },
    )
    const { url } = (await response.json()) as { url: string }
    const { origin, searchParams } = new URL(url)
    expect([origin, searchParams.get('client_id')]).toEqual(['https://github.com', 'the-client'])
    expect(searchParams.get('redirect_uri')).toBe('http://chat.test/api/auth/callback/github')
    const elsewhere = await post(
      `${server.url}/api/auth/sign-in/social`,
      { headers: {} },
      { provider: 'github', callbackURL: 'https://evil.example/' },
    )
    expect(elsewhere.status).toBe(403)
  } finally {
    await server.remove()
  }
})

test('R25 the log records sign-ins, refusals and deletions, by IDs alone', async () => {
  const server = await AppServer.start({ DEMO_MODEL: 'on', STREAMS_PER_USER: '1' })
  try {
    const email = `${randomUUID()}@example.org`
    const account = { name: 'Ada Lovelace', email, password: PASSWORD }
    const signedUp = await post(`${server.url}/api/auth/sign-up/email`, { headers: {} }, account)
    const { user } = (await signedUp.json()) as { user: { id: string } }
    const cookie = signedUp.headers.getSetCookie().find((line) => line.startsWith('fullstop='))
    const ada = { name: 'ada', headers: { Cookie: cookie?.split(';')[0] ?? '' } }
    const signIn = (password: string) =>
      post(`${server.url}/api/auth/sign-in/email`, { headers: {} }, { email, password })
    const wrong = await signIn('wrong password')
    expect(wrong.status).toBe(401)
    expect((await signIn(PASSWORD)).status).toBe(200)

    const code = /setup code on your account page: (\S+)/.exec(server.output)?.[1] ?? ''
    const claim = await post(`${server.url}/api/owner`, ada, { code: 'AAAA-AAAA-AAAA-AAAA' })
    expect((await post(`${server.url}/api/owner`, ada, { code })).status).toBe(204)
    const key = await post(`${server.url}/api/keys`, ada, { name: 'my key', scope: 'read' })
    const { id: keyId, key: secret } = (await key.json()) as { id: string; key: string }
    const remove = (path: string, caller: Pick<Caller, 'headers'> = ada) =>
      fetch(`${server.url}${path}`, { method: 'DELETE', headers: { ...json, ...caller.headers } })

    const ask = async () => {
      const response = await fetch(`${server.url}/api/chat`, {
        method: 'POST',
        headers: { ...json, ...ada.headers, Prefer: 'respond-async' },
        body: JSON.stringify(turnOf('A secret question')),
      })
      return { response, sent: (await response.json()) as { chatId: string; messageId: string } }
    }
    const { sent } = await ask()
    const { response: tooMany } = await ask()
    expect(tooMany.status).toBe(429)
    expect((await remove(`/api/messages/${sent.messageId}`)).status).toBe(204)
    expect((await remove(`/api/chats/${sent.chatId}`)).status).toBe(204)
    const byTheKey = { name: 'key', headers: { Authorization: `Bearer ${secret}` } }
    const narrow = await remove(`/api/chats/${sent.chatId}`, byTheKey)
    expect((await remove(`/api/keys/${keyId}`)).status).toBe(204)
    const gone = await fetch(`${server.url}/api/account`, {
      method: 'DELETE',
      headers: { ...json, ...ada.headers },
      body: JSON.stringify({ password: PASSWORD }),
    })
    expect(gone.status).toBe(204)
    // The log is complete once the server has ended.
    await server.end()

    const lines = server.output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    const told = (facts: Record<string, unknown>) =>
      lines.filter((line) => Object.entries(facts).every(([name, value]) => line[name] === value))
    const requestId = (response: Response) => response.headers.get('X-Request-Id')
    const personId = user.id
    for (const facts of [
      { msg: 'person made', personId, guest: false },
      { msg: 'sign-in refused', status: 401, requestId: requestId(wrong) },
      { msg: 'owner claim refused', personId },
      { msg: 'a call was refused', code: 'forbidden', requestId: requestId(claim) },
      { msg: 'owner made', personId },
      { msg: 'key made', personId, keyId, scope: 'read' },
      { msg: 'a call was refused', code: 'too_many_streams', requestId: requestId(tooMany) },
      { msg: 'message deleted', personId, chatId: sent.chatId, messageId: sent.messageId },
      { msg: 'chat deleted', personId, chatId: sent.chatId },
      { msg: 'a call was refused', code: 'forbidden', requestId: requestId(narrow) },
      { msg: 'key ended', personId, keyId },
      { msg: 'account deleted', personId },
    ]) {
      expect(told(facts), JSON.stringify(facts)).toHaveLength(1)
    }
    expect(told({ msg: 'signed in', personId })).toHaveLength(2)
    expect(told({ code: 'INVALID_EMAIL_OR_PASSWORD' })).toHaveLength(1)
    expect(JSON.stringify(lines)).not.toMatch(
      /Lovelace|example\.org|password"|secret question|my key|127\.0\.0|::1/,
    )
    expect(JSON.stringify(lines)).not.toContain(secret)
  } finally {
    await server.remove()
  }
})
