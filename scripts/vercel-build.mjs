/**
 * `node scripts/vercel-build.mjs`: builds with the variables that Vercel gives to a build, and lets functions
 * with short lives run what comes of it.
 */
import { runCommand } from './programs/run-command.mjs'

const ofVercel = {
  VERCEL: '1',
  VERCEL_ENV: 'production',
  VERCEL_URL: 'fullstop-1.vercel.app',
  NOW_BUILDER: '1',
  AUTH_SECRET: 'the secret of an installation on Vercel',
  // A build connects to neither of them.
  DATABASE_URL: 'postgres://nobody@database.invalid/fullstop',
  REDIS_URL: 'redis://redis.invalid',
}

const build = (env = {}) => runCommand('npm', ['run', 'build'], { env })
const words = ['test', '--no-deps', '--project=postgres', 'postgres-short-lives']
const test = () => runCommand('playwright', words, { env: { LONG_TESTS: 'on' } })

process.exitCode = (await build(ofVercel)) || (await test())
// What is built for Vercel is not what other tests are about.
process.exitCode ||= await build()
