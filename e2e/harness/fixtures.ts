import { randomUUID } from 'node:crypto'
import { expect, test as base } from '@playwright/test'
import { Guest } from './guest'
import { useDatabasesOf } from './server/app-database'
import { AppServer } from './server/app-server'
import { PostgresServer } from './server/postgres-server'
import { startProviderProcess } from './server/provider-process'
import { RedisServer, redisProgram } from './server/redis-server'

/** The variables with which a server uses the fake provider as every vendor. */
export function providerVariables(url: string): Record<string, string> {
  return {
    OPENAI_API_KEY: 'test-key-of-openai',
    OPENAI_BASE_URL: `${url}/v1`,
    OPENAI_MODELS: 'fake-small,fake-large',
    ANTHROPIC_API_KEY: 'test-key-of-anthropic',
    ANTHROPIC_BASE_URL: `${url}/v1`,
    ANTHROPIC_MODELS: 'fake-claude',
    DEEPSEEK_API_KEY: 'test-key-of-deepseek',
    DEEPSEEK_BASE_URL: `${url}/deepseek`,
    DEEPSEEK_MODELS: 'fake-deepseek',
    OLLAMA_BASE_URL: `${url}/ollama`,
    COMPATIBLE_BASE_URL: `${url}/v1`,
    COMPATIBLE_MODELS: 'fake-small',
    DEFAULT_MODEL: 'compatible/fake-small',
  }
}

type WorkerFixtures = {
  /** The kind of database that the servers have: an option of the project. */
  database: 'sqlite' | 'postgres'
  databases: undefined
  provider: { url: string }
  server: AppServer
}
type TestFixtures = { guest: Guest; key: string }

/** A fake provider and a server for each worker; a guest and a key for the books for each test. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  database: ['sqlite', { option: true, scope: 'worker' }],
  databases: [
    async ({ database }, provide) => {
      const postgres = database === 'postgres' ? await PostgresServer.start() : undefined
      const redis = postgres && redisProgram !== undefined ? await RedisServer.start() : undefined
      useDatabasesOf(postgres, redis)
      await provide(undefined)
      await redis?.end()
      await postgres?.remove()
    },
    { scope: 'worker', auto: true },
  ],
  provider: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, provide) => {
      const provider = await startProviderProcess()
      await provide(provider)
      await provider.end()
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ provider, databases: _ }, provide) => {
      const server = await AppServer.start(providerVariables(provider.url))
      await provide(server)
      await server.remove()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ server }, provide) => {
    await provide(server.url)
  },
  guest: async ({ server }, provide) => {
    await provide(await Guest.signIn(server.url))
  },
  /** No page of the whole suite may do anything that its policy forbids. */
  context: async ({ context }, provide) => {
    const violations: string[] = []
    context.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) violations.push(message.text())
    })
    await provide(context)
    expect(violations).toEqual([])
  },
  // oxlint-disable-next-line no-empty-pattern
  key: async ({}, provide) => {
    await provide(`key-${randomUUID()}`)
  },
})

export { expect }
