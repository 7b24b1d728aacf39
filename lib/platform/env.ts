import { z } from 'zod'

/** A problem with the configuration that the operator can solve: shown as one line. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
}

const fromZero = (standard: number) => z.coerce.number().int().min(0).default(standard)
const milliseconds = fromZero
const megabytes = fromZero
const count = (standard: number) => z.coerce.number().int().min(1).default(standard)

const onOff = (standard: 'on' | 'off') => z.enum(['on', 'off']).default(standard)

/** Tokens a day; `off` is no limit. */
const tokens = (standard: number) =>
  z
    .string()
    .regex(/^(off|\d{1,15})$/, 'must be a number of tokens, or off')
    .transform((value) => (value === 'off' ? Infinity : Number(value)))
    .default(standard)

const origins = z
  .string()
  .default('')
  .transform((list) =>
    list
      .split(',')
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ''),
  )
  .refine(
    (list) => list.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
    'must be origins such as https://app.example.org, separated by commas',
  )

const variablesSchema = z.object({
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: z
    .string()
    .regex(/^(file:|postgres:|postgresql:)/, 'must begin with file: or postgres:')
    .default('file:./data/fullstop.db'),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  AUTH_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  OWNER_EMAIL: z.email().toLowerCase().optional(),
  AUTH_GUESTS: onOff('on'),
  AUTH_SIGNUP: onOff('on'),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.email().optional(),
  GITHUB_CLIENT_ID: z.string().optional(),
  GITHUB_CLIENT_SECRET: z.string().optional(),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  /** How many proxies of one's own stand before this server. */
  TRUST_PROXY: z
    .string()
    .regex(/^(on|off|\d)$/, 'must be on, off, or how many proxies there are')
    .default('off')
    .transform((value) => (value === 'off' ? 0 : value === 'on' ? 1 : Number(value))),
  CORS_ORIGINS: origins,
  RATE_LIMIT: onOff('on'),
  RATE_LIMIT_SENDS: count(300),
  RATE_LIMIT_CANCELS: count(1200),
  RATE_LIMIT_GUESTS: count(300),
  BUDGET_GUEST_TOKENS: tokens(250_000),
  BUDGET_USER_TOKENS: tokens(2_000_000),
  BUDGET_TOTAL_TOKENS: tokens(10_000_000),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  OPENAI_API: z.enum(['responses', 'chat']).default('responses'),
  DEFAULT_MODEL: z.string().optional(),
  DEMO_MODEL: z.enum(['on', 'off']).optional(),
  STREAM_MAX_MS: milliseconds(300_000),
  STREAM_STALL_MS: milliseconds(120_000),
  STREAM_FIRST_TOKEN_MS: milliseconds(60_000),
  STREAM_GRACE_MS: milliseconds(30_000),
  STREAM_FLUSH_MS: milliseconds(150),
  STREAMS_PER_USER: count(10),
  STREAMS_PER_SERVER: count(1000),
  STREAM_OVERFLOW: z.enum(['reject', 'cancel_oldest']).default('reject'),
  /** As JSON, at its longest, an answer must still be one string of JavaScript's. */
  ANSWER_MAX_CHARACTERS: z.coerce.number().int().min(1).max(20_000_000).default(1_000_000),
  SHUTDOWN_MS: milliseconds(10_000),
  DISK_FLOOR_MB: megabytes(200),
  RETENTION_DAYS: count(30),
})

type Variables = Readonly<Record<string, string | undefined>>

/** How to reach one vendor. */
export type VendorSettings = { apiKey?: string; baseUrl?: string; models: string[] }

export type Config = z.infer<typeof variablesSchema> & {
  /** Run by `next dev`, whose scripts are made as they are loaded. */
  development: boolean
  /** A platform that forgets its files between requests. */
  withoutDisk: boolean
  /** What `<PREFIX>_API_KEY`, `<PREFIX>_BASE_URL` and `<PREFIX>_MODELS` say. */
  vendor: (prefix: string) => VendorSettings
  /** OpenAI-compatible servers by name. */
  compatible: ReadonlyMap<string, VendorSettings & { baseUrl: string }>
}

/**
 * Reads the configuration of contract.md from the environment. An empty variable counts as absent.
 * Throws {@link ConfigurationError} naming the variable that is wrong.
 */
export function readConfig(environment: Variables = process.env): Config {
  const variables = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const parsed = variablesSchema.safeParse(variables)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new ConfigurationError(`${issue?.path.join('.') ?? 'Environment'}: ${issue?.message}`)
  }
  refuseHalfSet(parsed.data)
  return {
    ...parsed.data,
    development: variables['NODE_ENV'] === 'development',
    withoutDisk: variables['VERCEL'] !== undefined,
    vendor: (prefix) => vendorSettings(variables, prefix),
    compatible: compatibleServers(variables),
  }
}

/** What works only together. */
function refuseHalfSet(variables: z.infer<typeof variablesSchema>): void {
  for (const name of ['GITHUB', 'GOOGLE'] as const) {
    const id = variables[`${name}_CLIENT_ID`]
    const secret = variables[`${name}_CLIENT_SECRET`]
    if ((id === undefined) !== (secret === undefined)) {
      throw new ConfigurationError(`${name}_CLIENT_ID and ${name}_CLIENT_SECRET go together`)
    }
    needsPublicUrl(`${name}_CLIENT_ID`, id)
  }
  needsPublicUrl('SMTP_URL', variables.SMTP_URL)

  // A link made from what a request says of its host could be made to lead anywhere.
  function needsPublicUrl(variable: string, value: string | undefined): void {
    if (value === undefined || variables.PUBLIC_URL !== undefined) return
    throw new ConfigurationError(`PUBLIC_URL: is needed for the links of ${variable}`)
  }
}

function vendorSettings(variables: Variables, prefix: string): VendorSettings {
  const apiKey = variables[`${prefix}_API_KEY`]
  const baseUrl = variables[`${prefix}_BASE_URL`]
  const models = (variables[`${prefix}_MODELS`] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (baseUrl !== undefined && !URL.canParse(baseUrl)) {
    throw new ConfigurationError(`${prefix}_BASE_URL: is not a URL`)
  }
  return {
    models,
    ...(apiKey !== undefined && { apiKey }),
    ...(baseUrl !== undefined && { baseUrl }),
  }
}

/** Names of providers that have their own variables. */
const RESERVED_NAMES = new Set(['openai', 'anthropic', 'deepseek', 'ollama', 'demo'])

/** `COMPATIBLE_BASE_URL` is the provider `compatible`; `COMPATIBLE_<NAME>_BASE_URL` is `<name>`. */
function compatibleServers(variables: Variables): Config['compatible'] {
  const servers = new Map<string, VendorSettings & { baseUrl: string }>()
  for (const variable of Object.keys(variables)) {
    const match = /^(COMPATIBLE(?:_([A-Z0-9_]+))?)_BASE_URL$/.exec(variable)
    if (!match?.[1]) continue
    const { baseUrl, ...settings } = vendorSettings(variables, match[1])
    if (baseUrl === undefined) continue
    if (settings.models.length === 0) {
      throw new ConfigurationError(`${match[1]}_MODELS: name the models of ${variable}`)
    }
    const name = match[2]?.toLowerCase() ?? 'compatible'
    if (RESERVED_NAMES.has(name)) throw new ConfigurationError(`${variable}: ${name} is taken`)
    servers.set(name, { ...settings, baseUrl })
  }
  return servers
}
