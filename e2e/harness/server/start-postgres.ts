import type { TestProject } from 'vitest/node'
import { connect } from '@/lib/db/postgres/connection/connection'
import { migrate } from '@/lib/db/postgres/connection/migrate'
import { createLog } from '@/lib/platform/log'
import { PostgresServer } from './postgres-server'

let server: PostgresServer | undefined

/** Starts one PostgreSQL for all tests of a run. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('postgresUrl', '')
  if (!PostgresServer.isInstalled) return
  server = await PostgresServer.start({ settings: 'quick' })
  const admin = connect(server.url(), createLog('silent'))
  await admin.execute('CREATE DATABASE template')
  await admin.$client.end()
  await migrate(server.url('template'))
  project.provide('postgresUrl', server.url())
}

export async function teardown(): Promise<void> {
  await server?.remove()
}
