import { expect, test } from './harness/fixtures'
import { Guest, readEvents, turnOf } from './harness/guest'
import { RedirectingVendor } from './harness/network/redirecting-vendor'
import { AppServer } from './harness/server/app-server'
import { byKey, PASSWORD, signUp } from './matrix/callers'

const PLANTED = 'sk-planted-key-that-must-never-be-seen'
const SPOKEN = 'a sentence that nobody but its writer reads'

test('R25 P12 no key, password or word of a conversation is in a log, an error or a page', async ({
  provider,
  key,
}) => {
  const server = await AppServer.start({
    OPENAI_API_KEY: PLANTED,
    OPENAI_BASE_URL: `${provider.url}/v1`,
    OPENAI_MODELS: 'fake-small',
    COMPATIBLE_API_KEY: PLANTED,
    // Nobody listens here: the error of the connection names the address.
    COMPATIBLE_BASE_URL: 'http://127.0.0.1:9/v1',
    COMPATIBLE_MODELS: 'away',
    AUTH_SECRET: `${PLANTED}-of-the-cookies`,
    LOG_LEVEL: 'trace',
  })
  const said: string[] = []
  try {
    const guest = await Guest.signIn(server.url)
    for (const directive of [
      'tokens=3 rate=0',
      'status=401',
      'status=500',
      'garbageAfter=1',
      'cutAfter=2',
    ]) {
      const question = turnOf(`${SPOKEN} [[key=${key} ${directive}]]`)
      const response = await guest.post('/api/chat', { ...question, model: 'openai/fake-small' })
      said.push(JSON.stringify(await readEvents(response)))
    }
    const away = await guest.post('/api/chat', { ...turnOf(SPOKEN), model: 'compatible/away' })
    said.push(JSON.stringify(await readEvents(away)))
    const person = await signUp(server, 'person')
    const { headers } = await byKey(server, person, 'chat')
    const apiKey = headers['Authorization']?.replace('Bearer ', '') ?? ''
    for (const path of [
      '/',
      '/api/models',
      '/api/account',
      '/api/keys',
      '/api/health',
      '/nowhere',
    ]) {
      const response = await fetch(server.url + path, { headers: person.headers })
      said.push(await response.text())
    }
    const malformed = await guest.post('/api/chat', { message: SPOKEN, key: PLANTED })
    said.push(await malformed.text())

    const everything = said.join('\n')
    for (const secret of [PLANTED, PASSWORD, apiKey]) expect(everything).not.toContain(secret)
    const stored = JSON.stringify(server.query('SELECT * FROM api_keys'))
    expect(stored).not.toContain(apiKey)
    // The log is complete once the server has ended.
    await server.end()
    expect(server.output).toContain('stream ended')
    for (const secret of [PLANTED, PASSWORD, apiKey, SPOKEN, 'word0001']) {
      expect(server.output).not.toContain(secret)
    }
  } finally {
    await server.remove()
  }
})

test('P12 a redirect by a vendor takes neither key nor question anywhere', async () => {
  const vendor = await RedirectingVendor.start()
  const server = await AppServer.start({
    ANTHROPIC_API_KEY: PLANTED,
    ANTHROPIC_BASE_URL: `${vendor.url}/v1`,
    ANTHROPIC_MODELS: 'claude',
    OPENAI_API_KEY: PLANTED,
    OPENAI_BASE_URL: `${vendor.url}/v1`,
    OPENAI_MODELS: 'gpt',
    OLLAMA_BASE_URL: vendor.url,
    COMPATIBLE_API_KEY: PLANTED,
    COMPATIBLE_BASE_URL: `${vendor.url}/v1`,
    COMPATIBLE_MODELS: 'model',
  })
  try {
    const guest = await Guest.signIn(server.url)
    for (const model of ['anthropic/claude', 'openai/gpt', 'compatible/model']) {
      const response = await guest.post('/api/chat', { ...turnOf(SPOKEN), model })
      const events = await readEvents(response)
      const failed = { data: expect.objectContaining({ type: 'error' }) }
      expect(events).toContainEqual(expect.objectContaining(failed))
    }
    expect(await guest.json('/api/models')).toMatchObject({ models: expect.any(Array) })
    expect(vendor.heard).toEqual([])
  } finally {
    vendor.end()
    await server.remove()
  }
})
