import type { OxlintOverride } from 'oxlint'

/**
 * The rooms of the house and what each may import: downward only, and nothing that is not listed,
 * so a new room starts with a line here. Between rooms by the alias (`@/lib/db/…`), inside a room
 * by a relative path. A later override replaces an earlier one, so each carries its whole list.
 */

const CONTRACT = 'lib/contract/**'
const PLATFORM = 'lib/platform/*'
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
const VERBS = 'lib/verbs/**'
const HEALTH = 'lib/health/**'
const RUNTIME = 'lib/runtime/**'
/** How numbers, times, lists and plurals are written for the reader of a page. */
const LOCALE = 'lib/locale/**'
/** Helpers of tests: in reach of test files only. */
const TESTING = ['lib/testing/**', 'lib/db/testing/*', 'lib/platform/testing/*']
/** The only doors of the heart of the house; what lies behind them is its own business. */
const STREAMS = ['lib/streams/stream-manager', 'lib/streams/bus/bus']

/** The folders of components/, from the ground up: each may use what stands before it, and nothing after it. */
const storeys = [
  'navigation',
  'shortcuts',
  'ui',
  'form',
  'markdown',
  'writing',
  'session',
  'models',
  'settings',
  'composer',
  'chat',
  'chat-list',
  'palette',
  'shell',
  'sign-in',
  'account',
]

const rooms: Record<string, readonly string[]> = {
  'lib/contract': [],
  'lib/platform': [],
  'lib/db': [CONTRACT, PLATFORM],
  'lib/db/open': [
    'lib/db/*',
    'lib/db/sqlite/*',
    'lib/db/sqlite/accounts/**',
    'lib/db/sqlite/backup/**',
    PLATFORM,
  ],
  'lib/db/sqlite/accounts': ['lib/db/*', 'lib/db/sqlite/file/**', 'lib/db/sqlite/schema', CONTRACT],
  'lib/db/sqlite/backup': ['lib/db/*', 'lib/db/sqlite/file/**'],
  'lib/db/sqlite/chats': [
    'lib/db/*',
    'lib/db/sqlite/file/**',
    'lib/db/sqlite/schema',
    CONTRACT,
    PLATFORM,
  ],
  'lib/db/sqlite/file': ['lib/db/*', 'lib/db/sqlite/schema', CONTRACT, PLATFORM],
  'lib/db/sqlite/streams': [
    'lib/db/*',
    'lib/db/sqlite/chats/**',
    'lib/db/sqlite/file/**',
    'lib/db/sqlite/schema',
    CONTRACT,
    PLATFORM,
  ],
  'lib/db/contract': ['lib/db/*', 'lib/db/testing/*', CONTRACT, PLATFORM],
  'lib/db/testing': ['lib/db/*', 'lib/db/sqlite/**', 'lib/platform/testing/*', CONTRACT, PLATFORM],
  'lib/providers': [CONTRACT, PLATFORM],
  'lib/providers/call': ['lib/providers/errors/**', 'lib/providers/wires/*', CONTRACT, PLATFORM],
  'lib/providers/errors': ['lib/providers/wires/*', CONTRACT],
  'lib/providers/models': [
    'lib/providers/call/**',
    'lib/providers/errors/**',
    'lib/providers/vendors/**',
    CONTRACT,
    PLATFORM,
  ],
  'lib/providers/tokens': [PLATFORM],
  'lib/providers/vendors': [
    'lib/providers/call/**',
    'lib/providers/errors/**',
    'lib/providers/wires/*',
    PLATFORM,
  ],
  'lib/branding': [CONTRACT, PLATFORM],
  'lib/rate-limit': [CONTRACT, PLATFORM],
  'lib/budgets': [DATABASE, CONTRACT, PLATFORM],
  'lib/auth': [RATE_LIMIT, DATABASE, CONTRACT, PLATFORM],
  'lib/metering': [PROVIDERS, BUDGETS, DATABASE, CONTRACT, PLATFORM],
  'lib/streams': [METERING, DATABASE, PROVIDERS, BUDGETS, CONTRACT, PLATFORM],
  'lib/streams/answer': [DATABASE, CONTRACT],
  'lib/streams/bus': [DATABASE, CONTRACT],
  'lib/streams/end': ['lib/streams/run/**', METERING, DATABASE, PROVIDERS, CONTRACT, PLATFORM],
  'lib/streams/read': [
    'lib/streams/answer/**',
    'lib/streams/bus/**',
    'lib/streams/run/**',
    DATABASE,
    CONTRACT,
    PLATFORM,
  ],
  'lib/streams/run': [
    'lib/streams/answer/**',
    METERING,
    DATABASE,
    PROVIDERS,
    BUDGETS,
    CONTRACT,
    PLATFORM,
  ],
  'lib/streams/stop': [
    'lib/streams/answer/**',
    'lib/streams/run/**',
    METERING,
    DATABASE,
    BUDGETS,
    CONTRACT,
    PLATFORM,
  ],
  'lib/verbs': [RATE_LIMIT, 'lib/budgets/sender', CONTRACT, PLATFORM],
  'lib/health': [VERBS, DATABASE, CONTRACT, PLATFORM, 'package.json'],
  'lib/chats': [VERBS, ...STREAMS, METERING, PROVIDERS, BUDGETS, DATABASE, CONTRACT, PLATFORM],
  'lib/chats/change': [
    'lib/chats/*',
    'lib/chats/limits/**',
    'lib/chats/models/**',
    VERBS,
    DATABASE,
    CONTRACT,
    PLATFORM,
  ],
  'lib/chats/find': ['lib/chats/*', DATABASE, CONTRACT],
  'lib/chats/follow': ['lib/chats/*', VERBS, CONTRACT, PLATFORM],
  'lib/chats/limits': [
    'lib/chats/*',
    'lib/chats/prompt/**',
    PROVIDERS,
    BUDGETS,
    DATABASE,
    CONTRACT,
  ],
  'lib/chats/models': ['lib/chats/*', VERBS, PROVIDERS, CONTRACT],
  'lib/chats/prompt': [PROVIDERS, BUDGETS, DATABASE, CONTRACT],
  'lib/chats/read': ['lib/chats/*', VERBS, DATABASE, CONTRACT, PLATFORM],
  'lib/chats/send': [
    'lib/chats/*',
    'lib/chats/find/**',
    'lib/chats/limits/**',
    'lib/chats/models/**',
    'lib/chats/prompt/**',
    'lib/chats/title/**',
    VERBS,
    ...STREAMS,
    METERING,
    PROVIDERS,
    BUDGETS,
    DATABASE,
    CONTRACT,
    PLATFORM,
  ],
  'lib/chats/stop': ['lib/chats/*', VERBS, DATABASE, CONTRACT, PLATFORM],
  'lib/chats/title': ['lib/chats/*', PROVIDERS, BUDGETS, DATABASE, CONTRACT, PLATFORM],
  'lib/accounts': [VERBS, CHATS, AUTH, ...STREAMS, DATABASE, CONTRACT, PLATFORM],
  'lib/runtime': [
    'lib/streams/**',
    VERBS,
    HEALTH,
    ACCOUNTS,
    CHATS,
    PROVIDERS,
    BUDGETS,
    RATE_LIMIT,
    AUTH,
    BRANDING,
    DATABASE,
    'lib/db/open/**',
    CONTRACT,
    PLATFORM,
  ],
  'lib/http': [RUNTIME, VERBS, CHATS, AUTH, BRANDING, RATE_LIMIT, CONTRACT, PLATFORM],
  'lib/http/answer': [RUNTIME, RATE_LIMIT, CONTRACT, PLATFORM],
  'lib/http/events': [RUNTIME, CONTRACT, PLATFORM],
  'lib/http/page': ['lib/http/session/**', CONTRACT, PLATFORM],
  'lib/http/request': ['lib/http/answer/**', RUNTIME, RATE_LIMIT, CONTRACT, PLATFORM],
  'lib/http/route': [
    'lib/http/answer/**',
    'lib/http/request/**',
    'lib/http/session/**',
    RUNTIME,
    VERBS,
    CONTRACT,
    PLATFORM,
  ],
  'lib/http/session': [
    'lib/http/answer/**',
    'lib/http/events/**',
    'lib/http/request/**',
    RUNTIME,
    VERBS,
    AUTH,
    CONTRACT,
    PLATFORM,
  ],
  'lib/http/sign-in': [
    'lib/http/answer/**',
    'lib/http/request/**',
    'lib/http/route/**',
    'lib/http/session/**',
    AUTH,
    CONTRACT,
  ],
  'lib/locale': [],
  'lib/client': [CONTRACT, LOCALE],
  'lib/client/browser': [],
  'lib/client/cache': ['lib/client/browser/**', CONTRACT],
  'lib/client/calls': ['lib/client/browser/**', 'lib/client/clock/**', CONTRACT, LOCALE],
  'lib/client/chats': [
    'lib/client/browser/**',
    'lib/client/cache/**',
    'lib/client/calls/**',
    'lib/client/clock/**',
    'lib/client/send/**',
    'lib/client/stop-calls/**',
    'lib/client/stops/**',
    'lib/client/thread/**',
    CONTRACT,
  ],
  'lib/client/clock': [],
  'lib/client/events': ['lib/client/calls/**', 'lib/client/clock/**', CONTRACT],
  'lib/client/send': [
    'lib/client/browser/**',
    'lib/client/cache/**',
    'lib/client/calls/**',
    'lib/client/clock/**',
    'lib/client/stops/**',
    'lib/client/thread/**',
    CONTRACT,
  ],
  'lib/client/sign-in': ['lib/client/browser/**', 'lib/client/calls/**', CONTRACT],
  'lib/client/stop-calls': ['lib/client/calls/**', 'lib/client/clock/**', CONTRACT],
  'lib/client/stops': [
    'lib/client/cache/**',
    'lib/client/calls/**',
    'lib/client/stop-calls/**',
    'lib/client/thread/**',
    CONTRACT,
  ],
  'lib/client/tabs': [
    'lib/client/browser/**',
    'lib/client/calls/**',
    'lib/client/events/**',
    CONTRACT,
  ],
  'lib/client/thread': [
    'lib/client/browser/**',
    'lib/client/cache/**',
    'lib/client/calls/**',
    CONTRACT,
  ],
  'lib/platform/testing': [],
  'lib/testing': [
    'lib/platform/testing/*',
    VERBS,
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
  components: ['lib/client/**', LOCALE, CONTRACT, 'components/**'],
  'components/ui': [LOCALE, CONTRACT, 'components/ui/**'],
  'components/shortcuts': [],
}

const app = [
  'components/**',
  'lib/http/**',
  RUNTIME,
  HEALTH,
  ACCOUNTS,
  CHATS,
  BRANDING,
  'lib/client/**',
  CONTRACT,
  PLATFORM,
]

/** Files of the root that Next loads by their names. */
const entryFiles = ['instrumentation.ts', 'proxy.ts']
const entry = ['lib/http/**', RUNTIME, CONTRACT, PLATFORM]

/** What may be imported from where, the top of the house included. */
export const reach: Readonly<Record<string, readonly string[]>> = {
  ...rooms,
  app,
  ...Object.fromEntries(entryFiles.map((file) => [file, entry])),
}

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

const noDriver: Pattern = {
  group: ['better-sqlite3', 'drizzle-orm', 'drizzle-orm/**'],
  message: 'How a database is spoken to is known in lib/db alone.',
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
    ...importsWithin(room, 'test.{ts,tsx}', [...allowed, ...wholeHouse(room), ...TESTING]),
  ]
}

/** A folder of components/ that is no room of its own still looks down only; its tests look where they like. */
function storeyOverrides(storey: string, place: number) {
  const folder = `components/${storey}`
  const above = storeys.slice(place + 1)
  if (folder in rooms || above.length === 0) return []
  const allowed = rooms['components'] ?? []
  const wayOut = noWayOut('components', String.raw`^\.\./\.\./`)
  return [
    override(
      [`${folder}/**/*.{ts,tsx}`],
      [
        onlyFrom(folder, allowed),
        wayOut,
        {
          regex: String.raw`^(@/components|\.\.)/(${above.join('|')})/`,
          message: `${folder} may not look up: ${above.join(', ')}.`,
        },
      ],
    ),
    override(
      [`${folder}/**/*.test.{ts,tsx}`],
      [onlyFrom(folder, [...allowed, ...TESTING]), wayOut],
    ),
  ]
}

/** A test of a room inside a house sets its scene with all of that house, and with what the house may import. */
function wholeHouse(room: string): readonly string[] {
  const house = room.split('/').slice(0, 2).join('/')
  return house === room || !house.startsWith('lib/') ? [] : [`${house}/**`, ...(rooms[house] ?? [])]
}

function importsWithin(room: string, extension: string, allowed: readonly string[]) {
  const patterns = [onlyFrom(room, allowed)]
  if (room.startsWith('lib/')) patterns.push(noReact)
  if (!room.startsWith('lib/db') && room !== 'lib/testing') patterns.push(noDriver)
  if (room === 'lib/contract') patterns.push(...onlySchemas)
  return [
    override([`${room}/**/*.${extension}`], [...patterns, noWayOut(room, String.raw`^\.\./\.\./`)]),
    override([`${room}/*.${extension}`], [...patterns, noWayOut(room, String.raw`^\.\./`)]),
  ]
}

const unlisted = onlyFrom('A room that oxlint.rooms.ts does not list', [])

export const importRules = [
  override(['lib/**'], [unlisted, noReact, noWayOut('an unlisted room', String.raw`^\.\./`)]),
  ...Object.entries(rooms).flatMap(roomOverrides),
  ...storeys.flatMap(storeyOverrides),
  override(
    ['app/**'],
    [
      onlyFrom('app', [...app, 'app/**']),
      noWayOut('app', String.raw`^(\.\./)+(lib|components|e2e|scripts)/`),
    ],
  ),
  override(entryFiles, [
    onlyFrom('The entry files', entry),
    noReact,
    noWayOut('the entry files', String.raw`^\./(lib|components|app)/`),
  ]),
  override(
    ['{scripts,e2e,bench,measure,shots}/**'],
    [
      {
        regex: '/lib/db/sqlite/',
        message: 'How SQLite does it is its own business: lib/db has the doors.',
      },
    ],
  ),
]
