/**
 * `npm run cluster`: three servers of the production build behind an nginx, with a PostgreSQL and a Redis of
 * their own, to try what happens when parts of it fail. `npm run cluster -- --histories 500 --seed N` runs
 * random histories over it instead, for at most `--minutes N`; a violation names the seed that repeats it.
 */
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { runCommand } from '../scripts/programs/run-command.mjs'
import { Cluster } from './harness/cluster/cluster.ts'

const { values } = parseArgs({
  options: {
    servers: { type: 'string', default: '3' },
    port: { type: 'string' },
    histories: { type: 'string' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '120' },
  },
})

if (Cluster.missing.length > 0) {
  console.error(`A cluster needs programs that are not installed: ${Cluster.missing.join(', ')}.`)
  process.exitCode = 1
} else if (values.histories === undefined) {
  await letTry()
} else {
  await runHistories(values.histories)
}

async function runHistories(histories: string): Promise<void> {
  const { servers, seed, minutes } = values
  process.exitCode = await runCommand('node', [
    'scripts/chaos.mjs',
    `--cluster=${histories}`,
    `--servers=${servers}`,
    `--seed=${seed}`,
    `--minutes=${minutes}`,
  ])
}

/** Starts a cluster with the demo model, and does what is written until Ctrl-C. */
async function letTry(): Promise<void> {
  const cluster = await Cluster.start({
    count: Number(values.servers),
    environment: { DEMO_MODEL: 'on' },
    ...(values.port !== undefined && { port: Number(values.port) }),
  })
  const deeds = deedsOn(cluster)
  console.log(`${values.servers} servers take turns at ${cluster.url}`)
  console.log(`Write one of these, or Ctrl-C to end: ${Object.keys(deeds).join(', ')}`)
  const lines = createInterface({ input: process.stdin })
  lines.on('line', (line) => void tryDeed(deeds, line.trim()))
  // A terminal signals the whole group, so the parts are ending already; npm passes the signal on once more.
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve())
  })
  lines.close()
  await cluster.remove()
}

async function tryDeed(deeds: Deeds, words: string): Promise<void> {
  const deed = deeds[words]
  try {
    await deed?.()
    console.log(deed ? `done: ${words}` : `not one of: ${Object.keys(deeds).join(', ')}`)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
  }
}

type Deeds = Record<string, () => Promise<unknown>>

function deedsOn({ servers, redis, postgres }: Cluster): Deeds {
  const deeds: Deeds = {}
  for (const [index, server] of servers.entries()) {
    const name = `server ${index + 1}`
    deeds[`kill ${name}`] = () => server.end('SIGKILL')
    deeds[`end ${name}`] = () => server.end('SIGTERM')
    deeds[`start ${name}`] = async () => {
      if (!server.isRunning) await server.start()
    }
    deeds[`freeze ${name}`] = async () => {
      server.freeze()
    }
    deeds[`thaw ${name}`] = async () => {
      server.thaw()
    }
  }
  return {
    ...deeds,
    'kill redis': () => redis.kill(),
    'start redis': () => redis.start(),
    'freeze redis': async () => {
      redis.freeze()
    },
    'thaw redis': async () => {
      redis.thaw()
    },
    'stop postgres': () => postgres.stop(),
    'start postgres': () => postgres.start(),
  }
}
