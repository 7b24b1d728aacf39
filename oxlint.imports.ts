import type { OxlintOverride } from 'oxlint'
import { app, entry, entryFiles, rooms, TESTING } from './oxlint.rooms.ts'

/** The folders of components/, from the ground up. Each may import only the folders before it. */
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

const noRedisClient: Pattern = {
  group: ['ioredis'],
  message: 'A process has two connections to Redis, and lib/redis opens them.',
}

/**
 * The code that the browser and the server share needs only schemas. Mind the order in every list of
 * patterns: a path that a pattern lets through (`!…`) is let through by all that come after it.
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

/** The client package is installed on its own: nothing of this house, and no packages but these. */
const onlyItsOwn: Pattern[] = [
  {
    regex: '^ai$',
    allowTypeImports: true,
    message: 'The client package may import only types from the AI SDK.',
  },
  {
    group: ['*', '!./**', '!eventsource-parser', '!ai'],
    message: 'The client package may import only eventsource-parser, and types from the AI SDK.',
  },
]

/** A schema that the page loads is code that nobody runs: of these files it takes the types alone. */
const noSchemas: Pattern = {
  regex:
    '^@/lib/contract/(account|cancel-outcome|chat|event-schema|health|message|model|request|settings|stream-info)$',
  allowTypeImports: true,
  message: 'The page may import only types from the files of schemas.',
}

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

/** A folder of components/ that is no room imports only downward. Its tests may import upward. */
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
        noSchemas,
        {
          regex: String.raw`^(@/components|\.\.)/(${above.join('|')})/`,
          message: `${folder} may not look up: ${above.join(', ')}.`,
        },
        onlyFrom(folder, allowed),
        wayOut,
      ],
    ),
    override(
      [`${folder}/**/*.test.{ts,tsx}`],
      [onlyFrom(folder, [...allowed, ...TESTING]), wayOut],
    ),
  ]
}

/** A test of a room in a house may import the whole house, and everything the house may import. */
function wholeHouse(room: string): readonly string[] {
  // What the client package says of the server is tested beside the server's words for it.
  if (room === 'client') return ['lib/contract/**']
  const house = room.split('/').slice(0, 2).join('/')
  return house === room || !house.startsWith('lib/') ? [] : [`${house}/**`, ...(rooms[house] ?? [])]
}

function importsWithin(room: string, extension: string, allowed: readonly string[]) {
  const isPage = /^(lib\/client|components)\b/.test(room) && !extension.startsWith('test')
  const patterns = isPage ? [noSchemas, onlyFrom(room, allowed)] : [onlyFrom(room, allowed)]
  if (room.startsWith('lib/')) patterns.push(noReact)
  if (!room.startsWith('lib/db') && room !== 'lib/testing') patterns.push(noDriver)
  if (room !== 'lib/redis') patterns.push(noRedisClient)
  if (room === 'lib/contract') patterns.push(...onlySchemas)
  if (room === 'client' && !extension.startsWith('test')) patterns.push(...onlyItsOwn)
  return [
    override([`${room}/**/*.${extension}`], [...patterns, noWayOut(room, String.raw`^\.\./\.\./`)]),
    override([`${room}/*.${extension}`], [...patterns, noWayOut(room, String.raw`^\.\./`)]),
  ]
}

const unlisted = onlyFrom('A room that oxlint.rooms.ts does not list', [])

/**
 * Imports between rooms use the alias (`@/lib/db/…`), imports inside a room a relative path. A
 * later override replaces an earlier one, so each has its whole list.
 */
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
