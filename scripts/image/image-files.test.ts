import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { variableNames } from '@/lib/platform/env'
import packageJson from '../../package.json' with { type: 'json' }
import { standaloneSources } from '../ensure/complete-standalone.mjs'
import { appSources } from '../ensure/source-hash.mjs'
import { root } from '../programs/run-command.mjs'
import { buildContextOf } from './build-context.ts'
import { execWords, readDockerfile } from './read-dockerfile.ts'

const read = (name: string) => readFileSync(path.join(root, name), 'utf8')

const stages = readDockerfile(read('Dockerfile'))

/** The texts of an instruction in the last stage, which is the image's. */
function textsOf(name: string): string[] {
  const instructions = stages.at(-1)?.instructions ?? []
  return instructions.filter((instruction) => instruction.name === name).map(({ text }) => text)
}

test('the image starts the server as npm start does', () => {
  const { start } = packageJson.scripts
  const settings = start.match(/\b[A-Z_]+=\S+/g) ?? []
  expect(settings).toHaveLength(3)
  expect(textsOf('ENV')[0]?.split(' ')).toEqual(expect.arrayContaining(settings))
  const program = start.slice(start.indexOf(' node ') + 1).split(' ')
  const [command = ''] = textsOf('CMD')
  expect([...execWords(command).slice(0, -1), 'node_modules/next/dist/bin/next', 'start']).toEqual(
    program,
  )
})

test('every source of the build is in the context of the image, and nothing that is kept or secret', () => {
  const { names } = buildContextOf(root)
  const tops = [...appSources, ...standaloneSources].map((source) => source.split('/')[0])
  expect(names).toEqual(expect.arrayContaining([...new Set(tops)]))
  expect(names.filter((name) => /^(\.env|\.git|\.next|data|node_modules)/.test(name))).toEqual([])
})

/** The value of a setting that .env.example tells, or of the standard that its sentence tells, in milliseconds. */
function standardOf(name: string): number {
  const [, value] = new RegExp(`^# ${name}=(\\d+)`, 'm').exec(read('.env.example')) ?? []
  return Number(value)
}

const graceIn = (compose: string) =>
  1000 * Number(/stop_grace_period: (\d+)s/.exec(compose)?.[1] ?? Number.NaN)

/** The last bytes and the checkpoint thread have some seconds of their own. */
const LAST_MS = 10_000

test('compose keeps the data of the image in a volume, and lets a shutdown take its time', () => {
  const compose = read('compose.yaml')
  expect(compose).toContain('\nservices:\n  fullstop:\n')
  expect(textsOf('VOLUME')).toEqual(['/app/data'])
  expect(compose).toContain(`volumes: ['data:/app/data']`)
  expect(graceIn(compose)).toBeGreaterThanOrEqual(standardOf('SHUTDOWN_MS') + LAST_MS)
})

describe('the compose file of several servers', () => {
  const compose = read('compose.cluster.yaml')
  const servers = [...compose.matchAll(/^  (\S+): \*server$/gm)].map(([, name]) => name)
  const [, environment = ''] = /\n  environment:\n((?: {4}.*\n)+)/.exec(compose) ?? []
  const variables = Object.fromEntries(
    environment
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/: (.*)/)),
  ) as Record<string, string>

  test('P10 it lets a server drain and shut down', () => {
    const shutdown = standardOf('DRAIN_MS') + standardOf('SHUTDOWN_MS')
    expect(graceIn(compose)).toBeGreaterThanOrEqual(shutdown + LAST_MS)
  })

  test('its settings are ones of Fullstop, and have no secret of their own', () => {
    expect(Object.keys(variables)).toEqual(
      expect.arrayContaining(['DATABASE_URL', 'REDIS_URL', 'AUTH_SECRET']),
    )
    const unknown = Object.keys(variables).filter(
      (name) => ![...variableNames, 'PORT'].includes(name),
    )
    expect(unknown).toEqual([])
    for (const name of ['AUTH_SECRET', 'POSTGRES_PASSWORD']) {
      expect(compose).toMatch(new RegExp(`\\$\\{${name}:\\?`))
    }
    expect(variables['DATABASE_URL']).toMatch(/@postgres:5432\//)
    expect(variables['REDIS_URL']).toBe('redis://redis:6379')
    for (const service of ['postgres', 'redis', 'nginx'])
      expect(compose).toContain(`\n  ${service}:\n`)
  })

  test('its nginx has each of its servers, and nothing else', () => {
    const nginx = read('nginx.cluster.conf')
    expect(compose).toContain('./nginx.cluster.conf:/etc/nginx/conf.d/default.conf:ro')
    const named = [...nginx.matchAll(/^ +server (\S+) resolve max_fails=0;$/gm)].map(
      ([, name]) => name,
    )
    expect(named).toEqual(
      servers.map((name) => `${name}:${variables['PORT']?.replaceAll("'", '')}`),
    )
    expect(named.length).toBeGreaterThan(1)
    expect(nginx.match(/listen (\d+);/)?.[1]).toBe(compose.match(/127\.0\.0\.1:3000:(\d+)/)?.[1])
  })
})
