/**
 * The rooms of the house and the paths that each may import: downward only, and nothing that is not
 * listed. A new room starts with a line here. oxlint.imports.ts turns the list into lint rules.
 */

const CONTRACT = 'lib/contract/**'
const PLATFORM = 'lib/platform/*'
/** The part that every database has in common. The rooms below it are of one kind of database. */
const DATABASE = 'lib/db/*'
const PROVIDERS = 'lib/providers/**'
const AUTH = 'lib/auth/**'
const BRANDING = 'lib/branding/**'
const CHATS = 'lib/chats/**'
const ACCOUNTS = 'lib/accounts/**'
const BUDGETS = 'lib/budgets/**'
const METERING = 'lib/metering/**'
const REDIS = 'lib/redis/**'
const RATE_LIMIT = 'lib/rate-limit/**'
const VERBS = 'lib/verbs/**'
const ADMISSION = 'lib/admission/**'
const HEALTH = 'lib/health/**'
const RUNTIME = 'lib/runtime/**'
/** How numbers, times, lists and plurals are written for the reader of a page. */
const LOCALE = 'lib/locale/**'
/** Helpers of tests, which only test files may import. */
export const TESTING = [
  'lib/testing/**',
  'lib/db/testing/*',
  'lib/platform/testing/*',
  'e2e/harness/server/redis-server',
]
/** The port alone: its adapters are for lib/runtime, which chooses one. */
const BUS = 'lib/bus/bus'
/** What to do about news that the bus has lost. */
const MISSED = 'lib/bus/read-missed'
/** The door of lib/streams, for all rooms but lib/runtime, which builds it. */
const STREAMS = 'lib/streams/stream-manager'

export const rooms: Record<string, readonly string[]> = {
  'lib/contract': [],
  'lib/platform': [],
  'lib/db': [CONTRACT, PLATFORM],
  'lib/db/open': [
    'lib/db/*',
    'lib/db/postgres/*',
    'lib/db/postgres/accounts/**',
    'lib/db/postgres/copy/**',
    'lib/db/sqlite/*',
    'lib/db/sqlite/accounts/**',
    'lib/db/sqlite/backup/**',
    'lib/db/sqlite/copy/**',
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
  'lib/db/sqlite/copy': ['lib/db/*', 'lib/db/sqlite/file/**'],
  'lib/db/sqlite/file': ['lib/db/*', 'lib/db/sqlite/schema', CONTRACT, PLATFORM],
  'lib/db/sqlite/streams': [
    'lib/db/*',
    'lib/db/sqlite/chats/**',
    'lib/db/sqlite/file/**',
    'lib/db/sqlite/schema',
    CONTRACT,
    PLATFORM,
  ],
  'lib/db/postgres': [
    'lib/db/*',
    'lib/db/postgres/accounts/**',
    'lib/db/postgres/chats/**',
    'lib/db/postgres/connection/**',
    'lib/db/postgres/schema',
    'lib/db/postgres/servers/**',
    'lib/db/postgres/streams/**',
    CONTRACT,
    PLATFORM,
  ],
  'lib/db/postgres/servers': [
    'lib/db/*',
    'lib/db/postgres/connection/**',
    'lib/db/postgres/schema',
  ],
  'lib/db/postgres/accounts': [
    'lib/db/*',
    'lib/db/postgres/connection/**',
    'lib/db/postgres/schema',
    CONTRACT,
    PLATFORM,
  ],
  'lib/db/postgres/chats': [
    'lib/db/*',
    'lib/db/postgres/connection/**',
    'lib/db/postgres/schema',
    CONTRACT,
    PLATFORM,
  ],
  'lib/db/postgres/connection': ['lib/db/*', 'lib/db/postgres/schema', CONTRACT, PLATFORM],
  'lib/db/postgres/copy': [
    'lib/db/*',
    'lib/db/postgres/chats/**',
    'lib/db/postgres/connection/**',
    'lib/db/postgres/schema',
    CONTRACT,
  ],
  'lib/db/postgres/streams': [
    'lib/db/*',
    'lib/db/postgres/chats/**',
    'lib/db/postgres/connection/**',
    'lib/db/postgres/schema',
    CONTRACT,
    PLATFORM,
  ],
  'lib/db/contract': ['lib/db/*', 'lib/db/testing/*', 'lib/platform/testing/*', CONTRACT, PLATFORM],
  'lib/db/testing': [
    'lib/db/*',
    'lib/db/postgres/**',
    'lib/db/sqlite/**',
    'lib/platform/testing/*',
    CONTRACT,
    PLATFORM,
  ],
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
  'lib/redis': [PLATFORM],
  'lib/rate-limit': [REDIS, CONTRACT, PLATFORM],
  'lib/budgets': [DATABASE, CONTRACT, PLATFORM],
  'lib/auth': [RATE_LIMIT, BUS, MISSED, DATABASE, CONTRACT, PLATFORM],
  'lib/metering': [PROVIDERS, BUDGETS, DATABASE, CONTRACT, PLATFORM],
  'lib/bus': [DATABASE, CONTRACT, PLATFORM],
  'lib/bus/contract': ['lib/bus/**', REDIS, DATABASE, CONTRACT, PLATFORM],
  'lib/bus/redis': ['lib/bus/*', REDIS, CONTRACT, PLATFORM],
  'lib/streams': [BUS, MISSED, METERING, DATABASE, PROVIDERS, BUDGETS, CONTRACT, PLATFORM],
  'lib/streams/answer': [DATABASE, CONTRACT],
  'lib/streams/end': ['lib/streams/run/**', BUS, METERING, DATABASE, PROVIDERS, CONTRACT, PLATFORM],
  'lib/streams/lease': [DATABASE, PLATFORM],
  'lib/streams/read': [
    'lib/streams/answer/**',
    'lib/streams/run/**',
    BUS,
    MISSED,
    DATABASE,
    CONTRACT,
    PLATFORM,
  ],
  'lib/streams/run': [
    'lib/streams/answer/**',
    BUS,
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
  'lib/admission': [VERBS, AUTH, RATE_LIMIT, DATABASE, CONTRACT, PLATFORM],
  'lib/health': [VERBS, DATABASE, CONTRACT, PLATFORM, 'package.json'],
  'lib/chats': [VERBS, STREAMS, BUS, METERING, PROVIDERS, BUDGETS, DATABASE, CONTRACT, PLATFORM],
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
    STREAMS,
    BUS,
    METERING,
    PROVIDERS,
    BUDGETS,
    DATABASE,
    CONTRACT,
    PLATFORM,
  ],
  'lib/chats/stop': ['lib/chats/*', VERBS, DATABASE, CONTRACT, PLATFORM],
  'lib/chats/title': ['lib/chats/*', PROVIDERS, BUDGETS, DATABASE, CONTRACT, PLATFORM],
  'lib/accounts': [VERBS, CHATS, AUTH, STREAMS, BUS, DATABASE, CONTRACT, PLATFORM],
  'lib/runtime': [
    'lib/streams/**',
    'lib/bus/**',
    VERBS,
    HEALTH,
    ACCOUNTS,
    CHATS,
    PROVIDERS,
    BUDGETS,
    RATE_LIMIT,
    REDIS,
    AUTH,
    BRANDING,
    DATABASE,
    'lib/db/open/**',
    CONTRACT,
    PLATFORM,
  ],
  'lib/http': [RUNTIME, ADMISSION, VERBS, CHATS, AUTH, BRANDING, RATE_LIMIT, CONTRACT, PLATFORM],
  'lib/http/answer': [RUNTIME, RATE_LIMIT, CONTRACT, PLATFORM],
  'lib/http/events': [RUNTIME, CONTRACT, PLATFORM],
  'lib/http/page': ['lib/http/session/**', CONTRACT, PLATFORM],
  'lib/http/request': [
    'lib/http/answer/**',
    'lib/http/events/**',
    RUNTIME,
    ADMISSION,
    CONTRACT,
    PLATFORM,
  ],
  'lib/http/route': [
    'lib/http/answer/**',
    'lib/http/request/**',
    'lib/http/session/**',
    RUNTIME,
    ADMISSION,
    VERBS,
    CONTRACT,
    PLATFORM,
  ],
  'lib/http/session': [
    'lib/http/answer/**',
    'lib/http/request/**',
    ADMISSION,
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
    ADMISSION,
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
    STREAMS,
    'lib/bus/*',
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

export const app = [
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
export const entryFiles = ['instrumentation.ts', 'proxy.ts']
export const entry = ['lib/http/**', RUNTIME, CONTRACT, PLATFORM]

/** The rooms together with the top of the house: app and the entry files. */
export const reach: Readonly<Record<string, readonly string[]>> = {
  ...rooms,
  app,
  ...Object.fromEntries(entryFiles.map((file) => [file, entry])),
}
