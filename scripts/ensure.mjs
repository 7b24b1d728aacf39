/**
 * `node scripts/ensure.mjs packages build`: makes sure that the named parts are there and up to
 * date. It runs on the system's Node before anything is installed, so it uses only built-ins, and
 * loads each part's module when its turn comes.
 */

/** @type {Record<string, () => Promise<number>>} each resolves with an exit code */
const parts = {
  packages: async () => (await import('./ensure/ensure-packages.mjs')).ensurePackages(),
  build: async () => (await import('./ensure/ensure-build.mjs')).ensureBuild(),
  textbook: async () => (await import('./ensure/ensure-build.mjs')).ensureTextbookBuild(),
  lighthouse: async () => (await import('./ensure/ensure-packages.mjs')).ensureLighthouse(),
  chromium: async () => (await import('./ensure/ensure-chromium.mjs')).ensureChromium(),
  redis: async () => (await import('./ensure/ensure-redis.mjs')).ensureRedis(),
  nginx: async () => (await import('./ensure/ensure-nginx.mjs')).ensureNginx(),
  pgbouncer: async () => (await import('./ensure/ensure-pgbouncer.mjs')).ensurePgBouncer(),
  postgres: async () => (await import('./ensure/ensure-postgres.mjs')).ensurePostgres(),
}

for (const name of process.argv.slice(2)) {
  const ensure = parts[name]
  if (!ensure)
    throw new Error(`No part is called ${name}; there are: ${Object.keys(parts).join(', ')}`)
  const exitCode = await ensure()
  if (exitCode !== 0) process.exit(exitCode)
}
