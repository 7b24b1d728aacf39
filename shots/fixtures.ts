import { test as base } from '@playwright/test'
import { startFakeProvider } from '../e2e/fake-provider/server.ts'
import { AppServer } from '../e2e/harness/server/app-server'
import { PICTURE_TIME, steadyFigures } from './steady-figures'
import { Studio, type ScriptedProvider } from './studio/studio'

type WorkerFixtures = { provider: ScriptedProvider; sharedServer: AppServer }
type TestFixtures = {
  environment: Record<string, string> | undefined
  server: AppServer
  studio: Studio
}

/** Models with names that people know. The fake provider is behind all of them. */
function variables(url: string): Record<string, string> {
  return {
    OPENAI_API_KEY: 'test-key-of-openai',
    OPENAI_BASE_URL: `${url}/v1`,
    OPENAI_MODELS: 'gpt-5,gpt-5-mini',
    ANTHROPIC_API_KEY: 'test-key-of-anthropic',
    ANTHROPIC_BASE_URL: `${url}/v1`,
    ANTHROPIC_MODELS: 'claude-sonnet-4-5',
    DEEPSEEK_API_KEY: 'test-key-of-deepseek',
    DEEPSEEK_BASE_URL: `${url}/deepseek`,
    DEEPSEEK_MODELS: 'deepseek-chat',
    DEFAULT_MODEL: 'openai/gpt-5',
    BUDGET_GUEST_TOKENS: '250000',
    BUDGET_USER_TOKENS: '2000000',
  }
}

/** A studio for each picture, on the shared server or on one with other variables. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  environment: [undefined, { option: true }],
  provider: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, provide) => {
      const directives = new Map<string, string>()
      const provider = await startFakeProvider({ port: 0, directives })
      await provide({ url: provider.url, directives })
      await provider.close()
    },
    { scope: 'worker' },
  ],
  sharedServer: [
    async ({ provider }, provide) => {
      const server = await AppServer.start(variables(provider.url))
      await provide(server)
      await server.remove()
    },
    { scope: 'worker' },
  ],
  server: async ({ provider, sharedServer, environment }, provide) => {
    if (!environment) return provide(sharedServer)
    const server = await AppServer.start({ ...variables(provider.url), ...environment })
    await provide(server)
    await server.remove()
  },
  baseURL: async ({ server }, provide) => {
    await provide(server.url)
  },
  studio: async ({ page, server, provider }, provide) => {
    await page.addInitScript(steadyFigures, PICTURE_TIME)
    await provide(new Studio(page, server, provider))
  },
})
