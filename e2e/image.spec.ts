import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import packageJson from '../package.json' with { type: 'json' }
import { waitForCall } from './fake-provider/books/books'
import { encodeSaid } from './fake-provider/directives/said-text'
import { expect, providerVariables, test as base } from './harness/fixtures'
import { Guest } from './harness/guest'
import { carryOut } from './harness/image/deployment-commands'
import { PlainContainer } from './harness/image/plain-container'
import { makePlainImage, type PlainImage } from './harness/image/plain-image'
import { newAnswerId } from './harness/new-answer-id'
import { ChatPage } from './harness/page/chat-page'
import { PostgresServer } from './harness/server/postgres-server'

const MOST_BYTES = 120_000_000

/** An image for all tests, and for each a container of it with an empty volume. */
const test = base.extend<{ container: PlainContainer }, { image: PlainImage }>({
  image: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, provide) => {
      const image = await makePlainImage()
      await provide(image)
      await image.remove()
    },
    { scope: 'worker' },
  ],
  container: async ({ image, provider }, provide) => {
    const container = await PlainContainer.create(image, providerVariables(provider.url))
    await provide(container)
    await container.remove()
  },
  baseURL: async ({ container }, provide) => {
    await provide(container.url)
  },
})

// One after another: the containers share the image's volume.
test.describe.configure({ mode: 'default' })

test('the image has less than 120 MB of Fullstop, and nothing that a server does not load', async ({
  image,
}) => {
  const app = image.place('/app')
  const files = (await image.list()).map((file) => path.relative(app, file))
  const bytes = files
    .filter((file) => !file.startsWith('..'))
    .map((file) => statSync(path.join(app, file)))
    .reduce((sum, { size }) => sum + size, 0)
  // Less would mean that something went uncounted.
  expect(bytes).toBeGreaterThan(20_000_000)
  expect(bytes).toBeLessThan(MOST_BYTES)

  const tools = Object.keys(packageJson.devDependencies).map((name) => `node_modules/${name}`)
  expect(files.filter((file) => tools.includes(file))).toEqual([])
  expect(files.filter((file) => /^(lib|data\/|\.env)|\/@img\//.test(file))).toEqual([])
  const binaries = files.filter((file) => file.endsWith('.node'))
  expect(binaries.length).toBeGreaterThan(0)
  const ownBinary = new RegExp(`/${process.platform}(musl)?-${process.arch}\\.node$`)
  expect(binaries.filter((file) => !ownBinary.test(file))).toEqual([])
})

test('P3 the image serves the page, draws an answer and stops one, and writes to its volume alone', async ({
  page,
  image,
  container,
  provider,
  key,
}) => {
  const before = await image.list()
  await container.start()
  const missing: string[] = []
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (response.status() >= 400 && !pathname.startsWith('/api/')) missing.push(pathname)
  })
  const chat = await ChatPage.open(page)
  await chat.ask(`[[say=${encodeSaid('```js\nconst one = 1\n```\n\n$$x^2$$')} rate=0]]`)
  await expect(chat.answer.locator('math')).toBeVisible()
  await chat.ask(`[[key=${key} tokens=900]]`)
  await chat.waitForWords(3)
  await chat.pressStop()
  await expect(chat.answer).toContainText('Stopped')
  expect(await waitForCall(provider.url, key, ({ open }) => !open)).toMatchObject({
    abortedByClient: true,
  })
  expect(missing).toEqual([])

  expect(await container.checkHealth()).toEqual({ exitCode: 0, said: '' })
  expect(statSync(container.file('data')).mode & 0o777).toBe(0o700)
  for (const file of ['data/fullstop.db', 'data/fullstop.db-wal', 'data/auth-secret']) {
    expect(statSync(container.file(file)).mode & 0o777).toBe(0o600)
  }
  expect(await image.list()).toEqual(before)
  expect(container.output).not.toMatch(/EACCES|EROFS|"level":(40|50)|warn/i)
  await container.stop()
  expect(await container.checkHealth()).toMatchObject({ exitCode: 1 })
})

test('P10 a container that is stopped saves its answers and exits 0 in the time that compose gives it @long', async ({
  container,
  provider,
  key,
}) => {
  await container.start()
  const guest = await Guest.signIn(container.url)
  const messageId = newAnswerId()
  await guest.ask(`[[key=${key} hold=20]]`, { assistantMessageId: messageId })
  await waitForCall(provider.url, key, ({ held }) => held)
  const stoppedAt = performance.now()
  expect(await container.stop()).toBe(0)
  const [, grace] = /stop_grace_period: (\d+)s/.exec(readFileSync('compose.yaml', 'utf8')) ?? []
  expect(performance.now() - stoppedAt).toBeLessThan(Number(grace) * 1000)
  const { text } = await waitForCall(provider.url, key, ({ open }) => !open)

  await container.start()
  expect(await guest.json(`/api/messages/${messageId}`)).toMatchObject({
    parts: [{ type: 'text', text }],
    metadata: { status: 'interrupted', endReason: 'shutdown' },
  })
})

test('a second container on the same volume, or on a port that is taken, is refused with one line', async ({
  image,
  container,
}) => {
  await container.start()
  const sameVolume = await PlainContainer.create(image)
  await expect(sameVolume.start()).rejects.toThrow(/is in use by another Fullstop process\n$/)
  const samePort = await PlainContainer.create(image, { PORT: String(container.port) })
  await expect(samePort.start()).rejects.toThrow(
    `Fullstop cannot start: Port ${container.port} is in use by another program.`,
  )
})

test('R28 the command of docs/deploy.md copies an installation to PostgreSQL, on which a container goes on with it', async ({
  image,
  container,
  provider,
}) => {
  test.skip(!PostgresServer.isInstalled, 'PostgreSQL is not installed')
  await container.start()
  const guest = await Guest.signIn(container.url)
  const { chatId, messageId } = await guest.ask('[[tokens=3 rate=0]] Bring this along')
  await (await guest.call(`/api/messages/${messageId}/stream`)).text()
  const chat = await guest.json(`/api/chats/${chatId}`)
  await container.stop()

  const postgres = await PostgresServer.start()
  const onPostgres = await PlainContainer.create(image, {
    ...providerVariables(provider.url),
    DATABASE_URL: postgres.url(),
    AUTH_SECRET: readFileSync(container.file('data/auth-secret'), 'utf8').trim(),
  })
  try {
    const page = readFileSync('docs/deploy.md', 'utf8')
    const [, command = ''] = /^ {2}sh -c '(npm run db:copy .+)'$/m.exec(page) ?? []
    const copied = await onPostgres.run(command)
    expect(copied.said).toContain('messages')
    expect(copied.exitCode).toBe(0)
    // A second time would mix two installations.
    expect((await onPostgres.run(command)).said).toContain('is not empty')
    await onPostgres.start()
    const there = guest.at(onPostgres.url)
    expect(await there.json(`/api/chats/${chatId}`)).toEqual(chat)
    await there.ask('[[tokens=1 rate=0]] And go on', { id: chatId })
  } finally {
    await onPostgres.stop()
    await postgres.remove()
  }
})

test('the commands of docs/deploy.md back up, restore and give a new password in a container @long', async ({
  container,
}) => {
  await container.start()
  const ada = { email: 'ada@example.org', password: 'correct horse battery' }
  const auth = (call: string, body: object) =>
    fetch(`${container.url}/api/auth/${call}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
  expect((await auth('sign-up/email', { ...ada, name: 'Ada' })).status).toBe(200)
  const guest = await Guest.signIn(container.url)
  const { chatId, messageId } = await guest.ask('[[tokens=3 rate=0]] Remember this')
  await (await guest.call(`/api/messages/${messageId}/stream`)).text()
  const chat = await guest.json(`/api/chats/${chatId}`)

  const said = await carryOut('Back up, restore, reset a password', container)
  expect(said).toContain('1 chats, 2 messages')
  // The guest's chat, and the guest's session, came back with the backup.
  expect(await guest.json(`/api/chats/${chatId}`)).toEqual(chat)
  const [, password = ''] = /The new password of ada@example\.org: (\S+)/.exec(said) ?? []
  expect((await auth('sign-in/email', ada)).status).toBe(401)
  expect((await auth('sign-in/email', { ...ada, password })).status).toBe(200)
})
