import { z } from 'zod'
import {
  isInFunctions,
  SHORTEST_FUNCTION_MS,
  standardsOfFunctions,
  unfitForFunctions,
  USUAL_FUNCTION_MS,
  USUAL_STREAM_MS,
} from './function-variables'
import { hostOf } from './host-name'
import { readVendors, type Variables, type VendorsConfig } from './vendor-variables'

/** Problems with the configuration that the operator can solve: a line of the message for each. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
}

const wholeNumber = z.coerce.number('must be a whole number').int('must be a whole number')

const fromZero = (standard: number) => wholeNumber.min(0).default(standard)
const milliseconds = fromZero
const megabytes = fromZero
const count = (standard: number) => wholeNumber.min(1).default(standard)

const onOff = (standard: 'on' | 'off') => z.enum(['on', 'off']).default(standard)

/** Tokens a day; `off` is no limit. */
const tokens = (standard: number) =>
  z
    .string()
    .regex(/^(off|\d{1,15})$/, 'must be a number of tokens, or off')
    .transform((value) => (value === 'off' ? Infinity : Number(value)))
    .default(standard)

/** Separated by commas. */
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  )

const origins = list.refine(
  (entries) => entries.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
  'must be origins such as https://app.example.org, separated by commas',
)

const hosts = list
  .refine(
    (entries) => entries.every((entry) => hostOf(entry) !== undefined),
    'must be host names such as chat.example.org, without https:// and ports, separated by commas',
  )
  .transform((entries) => entries.flatMap((entry) => hostOf(entry) ?? []))

const variablesSchema = z.object({
  /** Stands in titles, mails and the manifest. */
  APP_NAME: z
    .string()
    .trim()
    // Persian and some emoji need the joiners, which count as controls.
    .regex(/^(?:\P{C}|[\u200C\u200D]){1,40}$/u, 'must be one line of at most 40 characters')
    .default('Fullstop'),
  APP_ACCENT: z
    .string()
    .regex(/^#([0-9a-f]{3}|[0-9a-f]{6})$/i, 'must be a colour such as #0a5f54')
    .optional(),
  /** The path of a file. */
  APP_LOGO: z.string().optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: z
    .string()
    .regex(/^(file:|postgres:|postgresql:)/, 'must begin with file: or postgres:')
    .default('file:./data/fullstop.db'),
  /** The same database without a pooler in front of it, for migrations. */
  DATABASE_URL_UNPOOLED: z
    .string()
    .regex(/^(postgres:|postgresql:)/, 'must begin with postgres:')
    .optional(),
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
  /** The number of the operator's own proxies before this server. */
  TRUST_PROXY: z
    .string()
    .regex(/^(on|off|\d)$/, 'must be on, off, or how many proxies there are')
    .default('off')
    .transform((value) => (value === 'off' ? 0 : value === 'on' ? 1 : Number(value))),
  CORS_ORIGINS: origins,
  ALLOWED_HOSTS: hosts,
  RATE_LIMIT: onOff('on'),
  RATE_LIMIT_SENDS: count(300),
  RATE_LIMIT_CANCELS: count(1200),
  RATE_LIMIT_GUESTS: count(300),
  BUDGET_GUEST_TOKENS: tokens(250_000),
  BUDGET_USER_TOKENS: tokens(2_000_000),
  BUDGET_TOTAL_TOKENS: tokens(10_000_000),
  STORAGE_GUEST_MB: count(20),
  STORAGE_USER_MB: count(1000),
  TITLES: z.enum(['words', 'model']).default('words'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  OPENAI_API: z.enum(['responses', 'chat']).default('responses'),
  DEFAULT_MODEL: z.string().optional(),
  DEMO_MODEL: z.enum(['on', 'off']).optional(),
  STREAM_MAX_MS: milliseconds(USUAL_STREAM_MS),
  STREAM_STALL_MS: milliseconds(120_000),
  STREAM_FIRST_TOKEN_MS: milliseconds(60_000),
  STREAM_GRACE_MS: milliseconds(30_000),
  STREAM_FLUSH_MS: milliseconds(150),
  STREAM_FAST_LANE: onOff('on'),
  STREAMS_PER_USER: count(10),
  STREAMS_PER_SERVER: count(1000),
  STREAM_OVERFLOW: z.enum(['reject', 'cancel_oldest']).default('reject'),
  /** Even the longest answer must fit into one JavaScript string as JSON. */
  ANSWER_MAX_CHARACTERS: wholeNumber.min(1).max(20_000_000).default(1_000_000),
  SHUTDOWN_MS: milliseconds(10_000),
  /** Unset: 30 s where other servers can take over, else 0. */
  DRAIN_MS: wholeNumber.min(0).optional(),
  DISK_FLOOR_MB: megabytes(200),
  RETENTION_DAYS: count(30),
  /** Lets a call of `GET /api/cron` in. */
  CRON_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  /** The longest that a call may take where a platform runs this in functions: as in vercel.json. */
  FUNCTION_MAX_MS: wholeNumber
    .min(SHORTEST_FUNCTION_MS, `must be at least ${SHORTEST_FUNCTION_MS}`)
    .default(USUAL_FUNCTION_MS),
})

export type Config = z.infer<typeof variablesSchema> &
  VendorsConfig & {
    /** Whether `next dev` runs this, which compiles scripts as they are loaded. */
    development: boolean
    /**
     * How long a call may take, with all that goes on after it, in milliseconds, where a platform runs this
     * in functions: it keeps no files, and lets the process stand still between calls. Else undefined.
     */
    functionMs: number | undefined
    /** The names that a platform gave to this server; undefined on the operator's own machine. */
    platformHosts: readonly string[] | undefined
  }

/** The variables with which this process was started. */
export const ownEnvironment = (): Variables => process.env

/** The names of the variables that belong to no vendor. */
export const variableNames: readonly string[] = Object.keys(variablesSchema.shape)

/**
 * Reads the configuration of contract.md from the environment. An empty variable counts as absent.
 * Throws {@link ConfigurationError} with a line for each variable that is wrong.
 */
export function readConfig(environment: Variables = ownEnvironment()): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const inFunctions = isInFunctions(given)
  const variables = inFunctions ? { ...standardsOfFunctions(given), ...given } : given
  const parsed = variablesSchema.safeParse(variables)
  const { problems, ...vendors } = readVendors(variables)
  const wrong = [...invalidValues(parsed.error), ...halfSet(variables), ...problems]
  if (inFunctions) wrong.push(...untold(unfitForFunctions(variables), wrong))
  if (!parsed.success || wrong.length > 0) throw new ConfigurationError(wrong.join('\n'))
  return {
    ...parsed.data,
    ...vendors,
    development: variables['NODE_ENV'] === 'development',
    functionMs: inFunctions ? parsed.data.FUNCTION_MAX_MS : undefined,
    platformHosts: inFunctions ? hostsOfVercel(variables) : undefined,
  }
}

/** The lines for variables that no other line is about. */
function untold(lines: readonly string[], told: readonly string[]): string[] {
  const nameIn = (line: string) => line.split(':')[0]
  const names = new Set(told.map(nameIn))
  return lines.filter((line) => !names.has(nameIn(line)))
}

function hostsOfVercel(variables: Variables): string[] {
  const names = ['VERCEL_URL', 'VERCEL_BRANCH_URL', 'VERCEL_PROJECT_PRODUCTION_URL']
  return names.flatMap((name) => hostOf(variables[name] ?? '') ?? [])
}

/** A line for each variable, however much is wrong with it. */
function invalidValues(error: z.ZodError | undefined): string[] {
  const messages = new Map<string, string>()
  for (const { path, message } of error?.issues.toReversed() ?? []) {
    messages.set(path.join('.'), message)
  }
  return [...messages].toReversed().map(([name, message]) => `${name}: ${message}`)
}

/** A line for each missing variable that another one needs. */
function halfSet(variables: Variables): string[] {
  const pairs = ['GITHUB', 'GOOGLE'].map((name) => [`${name}_CLIENT_ID`, `${name}_CLIENT_SECRET`])
  const missing = pairs.flatMap((pair) => {
    const absent = pair.filter((name) => variables[name] === undefined)
    return absent.length === 1 ? [`${absent[0]}: ${pair.join(' and ')} must be set together`] : []
  })
  // A link built from a request's Host header could be made to lead anywhere.
  const linking = ['GITHUB_CLIENT_ID', 'GOOGLE_CLIENT_ID', 'SMTP_URL'].filter(
    (name) => variables[name] !== undefined,
  )
  if (linking.length === 0 || variables['PUBLIC_URL'] !== undefined) return missing
  return [...missing, `PUBLIC_URL: must be set for the links of ${linking.join(', ')}`]
}
