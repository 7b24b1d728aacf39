import { providerVariables, test as base } from './fixtures'
import { Guest } from './guest'
import { AppServer } from './server/app-server'

/** A vendor, and its own ways to fail: pairs of a directive and the end reason. */
export type VendorRow = {
  name: string
  model: string
  /** The name of its protocol in the provider's books. */
  wire: string
  failures: readonly (readonly [string, string])[]
  /** The environment of the vendor's own server, if it needs one. */
  variables?: Record<string, string>
}

const openaiFailures = [
  ['status=429 code=insufficient_quota', 'provider_quota'],
  ['status=400 code=context_length_exceeded', 'context_too_long'],
  ['status=400 code=content_filter', 'provider_filtered'],
  ['finish=content_filter tokens=0', 'provider_filtered'],
] as const

/** The vendors that the tests of vendors run against. A new vendor is one row. */
export const vendors: readonly VendorRow[] = [
  {
    name: 'OpenAI (responses)',
    model: 'openai/fake-small',
    wire: 'responses',
    failures: openaiFailures,
  },
  {
    name: 'OpenAI (chat completions)',
    model: 'openai/fake-small',
    wire: 'chat-completions',
    failures: openaiFailures,
    variables: { OPENAI_API: 'chat' },
  },
  {
    name: 'a compatible server',
    model: 'compatible/fake-small',
    wire: 'chat-completions',
    failures: openaiFailures,
  },
  {
    name: 'Anthropic',
    model: 'anthropic/fake-claude',
    wire: 'anthropic',
    failures: [
      ['status=400 code=insufficient_quota', 'provider_quota'],
      ['status=400 code=context_length_exceeded', 'context_too_long'],
      ['status=529', 'provider_overloaded'],
      ['errorAfter=2 code=overloaded_error', 'provider_overloaded'],
      ['finish=refusal tokens=0', 'provider_filtered'],
    ],
  },
  {
    name: 'DeepSeek',
    model: 'deepseek/fake-deepseek',
    wire: 'deepseek',
    failures: [
      ['status=402', 'provider_quota'],
      ['status=400 code=context_length_exceeded', 'context_too_long'],
      ['finish=insufficient_system_resource', 'provider_overloaded'],
    ],
  },
  { name: 'Ollama', model: 'ollama/fake-thinker:latest', wire: 'ollama', failures: [] },
]

/** The vendors that need no server of their own. */
export const standardVendors = vendors.filter(({ variables }) => !variables)

type WorkerFixtures = { serverOf: (vendor: VendorRow) => Promise<AppServer> }

/** One server for the standard vendors, one for each of the others, and guests of these servers. */
export const test = base.extend<{ guestOf: (vendor: VendorRow) => Promise<Guest> }, WorkerFixtures>(
  {
    serverOf: [
      async ({ provider, server }, provide) => {
        const own = new Map<VendorRow, Promise<AppServer>>()
        await provide((vendor) => {
          if (!vendor.variables) return Promise.resolve(server)
          const started =
            own.get(vendor) ??
            AppServer.start({ ...providerVariables(provider.url), ...vendor.variables })
          own.set(vendor, started)
          return started
        })
        for (const started of own.values()) await (await started).remove()
      },
      { scope: 'worker' },
    ],
    guestOf: async ({ serverOf }, provide) => {
      await provide(async (vendor) => Guest.signIn((await serverOf(vendor)).url))
    },
  },
)
