import type { OxlintOverride } from 'oxlint'

/**
 * The rooms of the house and what each may import: downward only, and nothing that is not listed,
 * so a new room starts with a line here. Between rooms by the alias (`@/lib/db/…`), inside a room
 * by a relative path. A later override replaces an earlier one, so each carries its whole list.
 */

const CONTRACT = 'lib/contract/**'
const PLATFORM = 'lib/platform/**'
/** What every database does; how one kind of database does it is in rooms below, which are its own. */
const DATABASE = 'lib/db/*'
const PROVIDERS = 'lib/providers/**'
const AUTH = 'lib/auth/**'
const BRANDING = 'lib/branding/**'
const CHATS = 'lib/chats/**'
const ACCOUNTS = 'lib/accounts/**'
const BUDGETS = 'lib/budgets/**'
const METERING = 'lib/metering/**'
const RATE_LIMIT = 'lib/rate-limit/**'
const RUNTIME = ['lib/runtime', 'lib/runtime/**']
/** Helpers of tests: in reach of test files only. */
const TESTING = 'lib/testing/**'
/** The only doors of the heart of the house; what lies behind them is its own business. */
const STREAMS = ['lib/streams/stream-manager', 'lib/streams/bus']

const rooms: Record<string, readonly string[]> = {
  'lib/contract': [],
  'lib/platform': [],
  'lib/db': [CONTRACT, PLATFORM],
  'lib/db/contract': ['lib/db/*', 'lib/db/testing/*', TESTING, CONTRACT, PLATFORM],
  'lib/db/testing': ['lib/db/**', TESTING, CONTRACT, PLATFORM],
  'lib/providers': [CONTRACT, PLATFORM],
  'lib/branding': [CONTRACT, PLATFORM],
  'lib/rate-limit': [CONTRACT, PLATFORM],
  'lib/budgets': [DATABASE, CONTRACT, PLATFORM],
  'lib/auth': [RATE_LIMIT, DATABASE, CONTRACT, PLATFORM],
  'lib/metering': [PROVIDERS, BUDGETS, DATABASE, CONTRACT, PLATFORM],
  'lib/streams': [METERING, DATABASE, PROVIDERS, BUDGETS, CONTRACT, PLATFORM],
  'lib/chats': [...STREAMS, METERING, PROVIDERS, BUDGETS, DATABASE, CONTRACT, PLATFORM],
  'lib/accounts': [CHATS, AUTH, ...STREAMS, DATABASE, CONTRACT, PLATFORM],
  'lib/runtime': [
    'lib/runtime',
    'lib/streams/**',
    ACCOUNTS,
    CHATS,
    PROVIDERS,
    BUDGETS,
    RATE_LIMIT,
    AUTH,
    BRANDING,
    DATABASE,
    CONTRACT,
    PLATFORM,
  ],
  'lib/http': [...RUNTIME, CHATS, AUTH, BRANDING, RATE_LIMIT, CONTRACT, PLATFORM],
  'lib/client': [CONTRACT],
  'lib/testing': [
    CHATS,
    ...STREAMS,
    METERING,
    PROVIDERS,
    BUDGETS,
    DATABASE,
    'lib/db/testing/*',
    'lib/client/**',
    CONTRACT,
    PLATFORM,
  ],
  components: ['lib/client/**', CONTRACT, 'components/**'],
  'components/ui': [CONTRACT, 'components/ui/**'],
  'components/shortcuts': [],
}

const app = [
  'lib/http/**',
  ...RUNTIME,
  ACCOUNTS,
  CHATS,
  BRANDING,
  'lib/client/**',
  CONTRACT,
  PLATFORM,
  'package.json',
]

interface Pattern {
  group?: string[]
  regex?: string
  message: string
  allowTypeImports?: boolean
}

const noReact: Pattern = {
  group: ['react', 'react/**', 'react-dom', 'react-dom/**', '@ai-sdk/react', '@tanstack/react-*'],
  message: 'React belongs in components/ and app/.',
}

/**
 * What the browser and the server share stands on nothing but schemas. Mind that a path which one
 * pattern lets through (`!…`) is let through by all of them.
 */
const onlySchemas: Pattern[] = [
  {
    regex: '^(ai|@ai-sdk/provider)$',
    allowTypeImports: true,
    message: 'lib/contract may import only types from the AI SDK.',
  },
  {
    group: ['*', '!./**', '!zod', '!ai', '!@ai-sdk/provider', '!vitest', '!fast-check'],
    message: 'lib/contract may import only zod, and types from the AI SDK.',
  },
]

function onlyFrom(room: string, allowed: readonly string[]): Pattern {
  return {
    group: ['@/**', ...allowed.map((path) => `!@/${path}`)],
    message: `${room} may import only: ${allowed.join(', ') || 'nothing of ours'}. Its own files by a relative path.`,
  }
}

function noWayOut(room: string, regex: string): Pattern {
  return { regex, message: `Out of ${room} only by the alias, "@/…".` }
}

function override(files: string[], patterns: Pattern[]): OxlintOverride {
  return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } }
}

function roomOverrides([room, allowed]: [string, readonly string[]]) {
  return [
    ...importsWithin(room, '{ts,tsx}', allowed),
    ...importsWithin(room, 'test.{ts,tsx}', [...allowed, TESTING]),
  ]
}

function importsWithin(room: string, extension: string, allowed: readonly string[]) {
  const patterns = [onlyFrom(room, allowed)]
  if (room.startsWith('lib/')) patterns.push(noReact)
  if (room === 'lib/contract') patterns.push(...onlySchemas)
  return [
    override([`${room}/**/*.${extension}`], [...patterns, noWayOut(room, String.raw`^\.\./\.\./`)]),
    override([`${room}/*.${extension}`], [...patterns, noWayOut(room, String.raw`^\.\./`)]),
  ]
}

/** What lies beside lib/runtime.ts in lib/, and would be in reach of a relative path. */
const neighbours = Object.keys(rooms)
  .filter((room) => room.startsWith('lib/') && room !== 'lib/runtime')
  .map((room) => room.slice('lib/'.length))

const unlisted = onlyFrom('A room that oxlint.rooms.ts does not list', [])

export const importRules = [
  override(['lib/**'], [unlisted, noReact, noWayOut('an unlisted room', String.raw`^\.\./`)]),
  ...Object.entries(rooms).flatMap(roomOverrides),
  override(
    ['lib/runtime.ts'],
    [
      onlyFrom('lib/runtime.ts', rooms['lib/runtime'] ?? []),
      noReact,
      noWayOut('lib/runtime', String.raw`^\./(${neighbours.join('|')})/`),
    ],
  ),
  override(
    ['app/**'],
    [
      onlyFrom('app', [...app, 'components/**', 'app/**']),
      noWayOut('app', String.raw`^(\.\./)+(lib|components|e2e|scripts)/`),
    ],
  ),
  override(
    ['instrumentation.ts', 'proxy.ts'],
    [
      onlyFrom('The entry files', ['lib/http/**', ...RUNTIME, CONTRACT, PLATFORM]),
      noReact,
      noWayOut('the entry files', String.raw`^\./(lib|components|app)/`),
    ],
  ),
  override(
    ['{scripts,e2e,bench,measure,shots}/**'],
    [
      {
        regex: '/lib/db/(sqlite|testing)/',
        message: 'How SQLite does it is its own business: lib/db has the doors.',
      },
    ],
  ),
]
