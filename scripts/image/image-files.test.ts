import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
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

test('compose keeps the data of the image in a volume, and lets a shutdown take its time', () => {
  const compose = read('compose.yaml')
  expect(compose).toContain('\nservices:\n  fullstop:\n')
  expect(textsOf('VOLUME')).toEqual(['/app/data'])
  expect(compose).toContain(`volumes: ['data:/app/data']`)
  const [, grace] = /stop_grace_period: (\d+)s/.exec(compose) ?? []
  const [, shutdown] = /SHUTDOWN_MS=(\d+)/.exec(read('.env.example')) ?? []
  // The last bytes and the checkpoint thread have some seconds of their own.
  expect(Number(grace) * 1000).toBeGreaterThanOrEqual(Number(shutdown) + 10_000)
})
