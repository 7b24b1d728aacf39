import { describe, expect, test } from 'vitest'
import { ConfigurationError, readConfig, type Config } from './env'

const secret = 's'.repeat(32)

/** The lines that say what is wrong; none when the configuration is fine. */
function problemsOf(environment: Record<string, string>): string[] {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message.split('\n')
    throw error
  }
}

/** The variables that those lines name. */
const wrongVariables = (environment: Record<string, string>) =>
  problemsOf(environment).map((line) => line.split(':')[0])

const standards = {
  APP_NAME: 'Fullstop',
  TITLES: 'words',
  AUTH_GUESTS: 'on',
  AUTH_SIGNUP: 'on',
  TRUST_PROXY: 0,
  CORS_ORIGINS: [],
  ALLOWED_HOSTS: [],
  RATE_LIMIT: 'on',
  RATE_LIMIT_SENDS: 300,
  RATE_LIMIT_CANCELS: 1200,
  RATE_LIMIT_GUESTS: 300,
  STORAGE_GUEST_MB: 20,
  STORAGE_USER_MB: 1000,
  BUDGET_GUEST_TOKENS: 250_000,
  BUDGET_USER_TOKENS: 2_000_000,
  BUDGET_TOTAL_TOKENS: 10_000_000,
  DATABASE_URL: 'file:./data/fullstop.db',
  LOG_LEVEL: 'info',
  OPENAI_API: 'responses',
  STREAM_MAX_MS: 300_000,
  STREAM_STALL_MS: 120_000,
  STREAM_FIRST_TOKEN_MS: 60_000,
  STREAM_GRACE_MS: 30_000,
  STREAM_FLUSH_MS: 150,
  STREAM_FAST_LANE: 'on',
  STREAMS_PER_USER: 10,
  STREAMS_PER_SERVER: 1000,
  STREAM_OVERFLOW: 'reject',
  ANSWER_MAX_CHARACTERS: 1_000_000,
  SHUTDOWN_MS: 10_000,
  RETENTION_DAYS: 30,
  DISK_FLOOR_MB: 200,
  FUNCTION_MAX_MS: 300_000,
}

/** The configuration, with a vendor's settings in place of the function that reads them. */
function plain({ vendor, ...config }: Config) {
  return { ...config, openai: vendor('OPENAI') }
}

describe('the configuration', () => {
  test('the configuration with nothing set is the standard of the contract', () => {
    expect(plain(readConfig({}))).toEqual({
      ...standards,
      development: false,
      openai: { models: [] },
      compatible: new Map(),
    })
  })

  test('the configuration takes every variable', () => {
    const environment = {
      PUBLIC_URL: 'https://chat.example.org',
      DATABASE_URL: 'postgres://localhost/fullstop',
      AUTH_SECRET: secret,
      REDIS_URL: 'redis://localhost:6379',
      LOG_LEVEL: 'silent',
      OPENAI_API: 'chat',
      DEFAULT_MODEL: 'openai/gpt',
      DEMO_MODEL: 'on',
      STREAM_MAX_MS: '1',
      STREAM_STALL_MS: '2',
      STREAM_FIRST_TOKEN_MS: '3',
      STREAM_GRACE_MS: '0',
      STREAM_FLUSH_MS: '5',
      STREAMS_PER_USER: '6',
      STREAMS_PER_SERVER: '7',
      STREAM_OVERFLOW: 'cancel_oldest',
      ANSWER_MAX_CHARACTERS: '14',
      SHUTDOWN_MS: '8',
      DRAIN_MS: '16',
      RETENTION_DAYS: '9',
      DISK_FLOOR_MB: '15',
      CRON_SECRET: 'x'.repeat(16),
      FUNCTION_MAX_MS: '25001',
      OWNER_EMAIL: 'Owner@Example.org',
      AUTH_GUESTS: 'off',
      AUTH_SIGNUP: 'off',
      SMTP_URL: 'smtps://user:password@mail.example.org',
      MAIL_FROM: 'chat@example.org',
      GITHUB_CLIENT_ID: 'a',
      GITHUB_CLIENT_SECRET: 'b',
      GOOGLE_CLIENT_ID: 'c',
      GOOGLE_CLIENT_SECRET: 'd',
      TRUST_PROXY: '2',
      CORS_ORIGINS: 'https://a.example.org, http://localhost:5173',
      RATE_LIMIT: 'off',
      RATE_LIMIT_SENDS: '10',
      RATE_LIMIT_CANCELS: '11',
      RATE_LIMIT_GUESTS: '12',
      BUDGET_GUEST_TOKENS: '0',
      BUDGET_USER_TOKENS: '13',
      BUDGET_TOTAL_TOKENS: 'off',
    }
    expect(readConfig(environment)).toMatchObject({
      ...environment,
      STREAM_MAX_MS: 1,
      STREAM_STALL_MS: 2,
      STREAM_FIRST_TOKEN_MS: 3,
      STREAM_GRACE_MS: 0,
      STREAM_FLUSH_MS: 5,
      STREAMS_PER_USER: 6,
      STREAMS_PER_SERVER: 7,
      STREAM_OVERFLOW: 'cancel_oldest',
      ANSWER_MAX_CHARACTERS: 14,
      SHUTDOWN_MS: 8,
      DRAIN_MS: 16,
      RETENTION_DAYS: 9,
      DISK_FLOOR_MB: 15,
      FUNCTION_MAX_MS: 25_001,
      OWNER_EMAIL: 'owner@example.org',
      TRUST_PROXY: 2,
      CORS_ORIGINS: ['https://a.example.org', 'http://localhost:5173'],
      RATE_LIMIT_SENDS: 10,
      RATE_LIMIT_CANCELS: 11,
      RATE_LIMIT_GUESTS: 12,
      BUDGET_GUEST_TOKENS: 0,
      BUDGET_USER_TOKENS: 13,
      BUDGET_TOTAL_TOKENS: Infinity,
    })
  })

  test('a variable of only spaces counts as absent', () => {
    expect(readConfig({ STREAM_MAX_MS: '  ' }).STREAM_MAX_MS).toBe(300_000)
  })

  test('an empty variable counts as absent', () => {
    const others =
      'PUBLIC_URL AUTH_SECRET DEFAULT_MODEL DEMO_MODEL VERCEL ' +
      'OPENAI_API_KEY OPENAI_BASE_URL OPENAI_MODELS COMPATIBLE_BASE_URL'
    const names = [...Object.keys(standards), ...others.split(' ')]
    const empty = Object.fromEntries(names.map((name) => [name, '']))
    expect(plain(readConfig(empty))).toEqual(plain(readConfig({})))
  })

  test.each([
    ['PUBLIC_URL', 'chat.example.org'],
    ['PUBLIC_URL', 'ftp://example.org'],
    ['DATABASE_URL', 'mysql://localhost/fullstop'],
    ['DATABASE_URL', './fullstop.db'],
    ['AUTH_SECRET', 'short'],
    ['LOG_LEVEL', 'loud'],
    ['OPENAI_API', 'completions'],
    ['DEMO_MODEL', 'yes'],
    ['STREAM_MAX_MS', 'five minutes'],
    ['STREAM_STALL_MS', '-1'],
    ['STREAM_FIRST_TOKEN_MS', '1.5'],
    ['STREAM_GRACE_MS', 'Infinity'],
    ['STREAM_FLUSH_MS', '1s'],
    ['STREAMS_PER_USER', '0'],
    ['STREAMS_PER_SERVER', 'NaN'],
    ['ANSWER_MAX_CHARACTERS', '0'],
    ['ANSWER_MAX_CHARACTERS', '1e9'],
    ['SHUTDOWN_MS', '1,000'],
    ['CRON_SECRET', 'fifteen letters'],
    ['FUNCTION_MAX_MS', '24999'],
    ['DRAIN_MS', '-1'],
    ['ALLOWED_HOSTS', 'https://chat.example.org'],
    ['ALLOWED_HOSTS', 'chat.example.org:3000'],
    ['ALLOWED_HOSTS', 'nas, *.example.org'],
    ['ALLOWED_HOSTS', '[::1'],
    ['COMPATIBLE_BASE_URL', 'not a url'],
    ['COMPATIBLE_GROQ_BASE_URL', 'not a url'],
  ])('the refusal names %s when it is %j', (variable, value) => {
    const models = { COMPATIBLE_MODELS: 'm', COMPATIBLE_GROQ_MODELS: 'm' }
    expect(wrongVariables({ ...models, [variable]: value })).toEqual([variable])
  })

  test('the refusal has a line for each variable that is wrong', () => {
    const environment = {
      PUBLIC_URL: 'chat.example.org',
      STREAM_MAX_MS: '-1.5',
      AUTH_SECRET: 'short',
      OPENAI_BASE_URL: 'localhost:1234',
      ANTHROPIC_API_KEY: 'two words',
      COMPATIBLE_LAB_BASE_URL: 'http://ada:lovelace@localhost:1/v1',
      GITHUB_CLIENT_ID: 'a',
      GOOGLE_CLIENT_SECRET: 'b',
    }
    const wrong = Object.keys(environment).filter((name) => !/^(GITHUB|GOOGLE)/.test(name))
    const missing = ['COMPATIBLE_LAB_MODELS', 'GITHUB_CLIENT_SECRET', 'GOOGLE_CLIENT_ID']
    expect(wrongVariables(environment)).toHaveLength(wrong.length + missing.length)
    expect(new Set(wrongVariables(environment))).toEqual(new Set([...wrong, ...missing]))
    const said = problemsOf(environment).join('\n')
    expect(said).not.toMatch(/lovelace|two words|short/)
  })

  test.each<[Record<string, string>, string[]]>([
    [{ GITHUB_CLIENT_ID: 'a', PUBLIC_URL: 'https://a.example' }, ['GITHUB_CLIENT_SECRET']],
    [{ GOOGLE_CLIENT_SECRET: 'a', PUBLIC_URL: 'https://a.example' }, ['GOOGLE_CLIENT_ID']],
    [{ GITHUB_CLIENT_ID: 'a', GITHUB_CLIENT_SECRET: 'b' }, ['PUBLIC_URL']],
    [{ GITHUB_CLIENT_ID: 'a', SMTP_URL: 'smtp://a' }, ['GITHUB_CLIENT_SECRET', 'PUBLIC_URL']],
  ])('a configuration of %j misses %j', (environment, missing) => {
    expect(wrongVariables(environment)).toEqual(missing)
  })

  test('the hosts are read without capitals, last dots and spaces', () => {
    const { ALLOWED_HOSTS } = readConfig({ ALLOWED_HOSTS: ' Chat.Example.org., 10.0.0.7,[0::1] ,' })
    expect(ALLOWED_HOSTS).toEqual(['chat.example.org', '10.0.0.7', '[::1]'])
  })
})

describe('a server in functions', () => {
  const inFunctions = {
    VERCEL: '1',
    DATABASE_URL: 'postgres://localhost/fullstop',
    REDIS_URL: 'redis://localhost',
    AUTH_SECRET: secret,
  }

  test('a server in functions has the names of its platform', () => {
    const names = { VERCEL_URL: 'a-1.vercel.app', VERCEL_BRANCH_URL: '' }
    expect(readConfig({ ...inFunctions, ...names }).platformHosts).toEqual(['a-1.vercel.app'])
    expect(readConfig(names)).toMatchObject({ platformHosts: undefined, functionMs: undefined })
  })

  test('a server in functions has other standards', () => {
    expect(readConfig(inFunctions)).toMatchObject({
      functionMs: 300_000,
      STREAM_MAX_MS: 280_000,
      STREAMS_PER_SERVER: 400,
      SHUTDOWN_MS: 400,
      TRUST_PROXY: 1,
    })
    expect(readConfig({ ...inFunctions, TRUST_PROXY: '2' }).TRUST_PROXY).toBe(2)
  })

  test.each([
    ['60000', 40_000],
    ['800000', 300_000],
  ])('P11 a server in functions of %s ms has answers of at most %d ms', (FUNCTION_MAX_MS, most) => {
    const environment = { ...inFunctions, FUNCTION_MAX_MS }
    expect(readConfig(environment)).toMatchObject({
      functionMs: Number(FUNCTION_MAX_MS),
      STREAM_MAX_MS: most,
    })
  })

  test('a server in functions may have longer answers where its functions run longer', () => {
    const environment = { ...inFunctions, FUNCTION_MAX_MS: '800000', STREAM_MAX_MS: '780000' }
    expect(readConfig(environment).STREAM_MAX_MS).toBe(780_000)
    expect(wrongVariables({ ...environment, STREAM_MAX_MS: '780001' })).toEqual(['STREAM_MAX_MS'])
  })

  test('a server in functions is refused with a line for each variable that is missing', () => {
    expect(problemsOf({ VERCEL: '1' })).toEqual([
      'DATABASE_URL: this platform does not keep files, set a postgres:// address',
      'REDIS_URL: this platform runs several servers, which need a Redis: set a redis:// address',
      'AUTH_SECRET: this platform does not keep files, set a secret',
    ])
  })

  test.each([
    ['DATABASE_URL', 'file:./data/fullstop.db'],
    ['DATABASE_URL', 'mysql://localhost/fullstop'],
    ['REDIS_URL', 'https://localhost'],
    ['AUTH_SECRET', 'short'],
    ['STREAM_MAX_MS', '280001'],
    ['STREAM_MAX_MS', 'soon'],
    ['STREAMS_PER_SERVER', '401'],
    ['SHUTDOWN_MS', '401'],
    ['DRAIN_MS', '1'],
    // In seconds, as vercel.json has it.
    ['FUNCTION_MAX_MS', '300'],
  ])('a server in functions is refused with one line for %s of %j', (name, value) => {
    expect(wrongVariables({ ...inFunctions, [name]: value })).toEqual([name])
  })

  test('a server elsewhere may have what one in functions may not', () => {
    const environment = { STREAM_MAX_MS: '280001', STREAMS_PER_SERVER: '401', SHUTDOWN_MS: '401' }
    expect(problemsOf(environment)).toEqual([])
  })
})

describe('a provider', () => {
  test('a provider has a key, an address and models', () => {
    const environment = {
      OPENAI_API_KEY: 'sk-1',
      OPENAI_BASE_URL: 'https://api.example.org/v1',
      OPENAI_MODELS: ' a , b/c ,, ',
    }
    expect(readConfig(environment).vendor('OPENAI')).toEqual({
      apiKey: 'sk-1',
      baseUrl: 'https://api.example.org/v1',
      models: ['a', 'b/c'],
    })
  })

  describe.each(['OPENAI', 'ANTHROPIC', 'DEEPSEEK', 'OLLAMA', 'COMPATIBLE', 'COMPATIBLE_LAB'])(
    '%s',
    (prefix) => {
      const wrongAt = (address: string) =>
        problemsOf({ [`${prefix}_BASE_URL`]: address, [`${prefix}_MODELS`]: 'm' })

      test.each([
        'somewhere',
        'localhost:11434',
        '127.0.0.1:8000/v1',
        '//localhost/v1',
        'http:localhost/v1',
        'http://',
        'http://local host/v1',
        'ftp://example.org',
        'file:///v1',
        'unix:/run/ollama.sock',
        'https://user@example.org/v1',
        'https://user:s3cret@example.org/v1',
        'https://:s3cret@example.org/v1',
        'https://example.org/v1?api-version=1',
        'https://example.org/v1?',
        'https://example.org/v1#here',
      ])('a provider cannot be at %s, and the refusal does not say that address', (address) => {
        const lines = wrongAt(address)
        expect(lines).toHaveLength(1)
        expect(lines[0]).toMatch(new RegExp(`^${prefix}_BASE_URL: [^\n]+$`))
        expect(lines[0]).not.toMatch(/s3cret|example\.org|11434/)
      })

      test.each([
        'http://localhost:11434',
        'HTTPS://Example.org/v1/',
        'http://[::1]:8000/a/b@c/v1',
        ' https://example.org/v1\n',
      ])('a provider can be at %j', (address) => {
        expect(wrongAt(address)).toEqual([])
      })
    },
  )

  test('a provider has its key and its address without the blanks around them', () => {
    const { vendor } = readConfig({ OPENAI_API_KEY: 'sk-1\n', OPENAI_BASE_URL: ' http://a/v1 ' })
    expect(vendor('OPENAI')).toEqual({ apiKey: 'sk-1', baseUrl: 'http://a/v1', models: [] })
  })

  test.each(['sk 1', 'sk-1\nsk-2', 'schlüssel', '“sk-1”'])(
    'a provider cannot have the key %j',
    (key) => {
      expect(problemsOf({ DEEPSEEK_API_KEY: key })).toEqual([
        'DEEPSEEK_API_KEY: contains spaces or other characters that a key cannot contain',
      ])
    },
  )

  test('compatible servers may be any number of providers, by name', () => {
    const environment = {
      COMPATIBLE_BASE_URL: 'http://localhost:1/v1',
      COMPATIBLE_MODELS: 'one',
      COMPATIBLE_MY_LAB_BASE_URL: 'http://localhost:2/v1',
      COMPATIBLE_MY_LAB_API_KEY: 'key',
      COMPATIBLE_MY_LAB_MODELS: 'two',
    }
    expect(Object.fromEntries(readConfig(environment).compatible)).toEqual({
      compatible: { baseUrl: 'http://localhost:1/v1', models: ['one'] },
      my_lab: { apiKey: 'key', baseUrl: 'http://localhost:2/v1', models: ['two'] },
    })
  })

  test.each(['OPENAI', 'OLLAMA', 'DEMO', 'COMPATIBLE'])(
    'a compatible server may not take the name %s',
    (name) => {
      const environment = {
        [`COMPATIBLE_${name}_BASE_URL`]: 'http://localhost:1/v1',
        [`COMPATIBLE_${name}_MODELS`]: 'm',
      }
      expect(wrongVariables(environment)).toEqual([`COMPATIBLE_${name}_BASE_URL`])
    },
  )

  test('a compatible server with a key but no address does not appear', () => {
    expect(readConfig({ COMPATIBLE_API_KEY: 'key' }).compatible.size).toBe(0)
  })

  test.each([['COMPATIBLE'], ['COMPATIBLE_GROQ']])('%s has to name its models', (prefix) => {
    expect(wrongVariables({ [`${prefix}_BASE_URL`]: 'http://localhost/v1' })).toEqual([
      `${prefix}_MODELS`,
    ])
  })
})

describe('the brand', () => {
  test('the brand is a name of one line, and a colour', () => {
    const { APP_NAME, APP_ACCENT } = readConfig({ APP_NAME: ' Ädä’s Chat 💬 ', APP_ACCENT: '#F0c' })
    expect([APP_NAME, APP_ACCENT]).toEqual(['Ädä’s Chat 💬', '#F0c'])
    for (const name of ['گفت\u200Cوگو', 'Chat 👨\u200D👩\u200D👧']) {
      expect(readConfig({ APP_NAME: name }).APP_NAME).toBe(name)
    }
  })

  test.each([
    ['APP_NAME', 'two\nlines'],
    ['APP_NAME', 'turned \u202Eround'],
    ['APP_NAME', 'x'.repeat(41)],
    ['APP_ACCENT', 'teal'],
    ['APP_ACCENT', '#12345'],
    ['APP_ACCENT', '#123456;color:red'],
  ])('a wrong brand is refused in one line: %s of %j', (name, value) => {
    expect(wrongVariables({ [name]: value })).toEqual([name])
  })
})
