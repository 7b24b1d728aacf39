import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { publint } from 'publint'
import packageJson from '@/client/package.json' with { type: 'json' }
import rootPackageJson from '@/package.json' with { type: 'json' }
import { waitForCall, type Call } from './fake-provider/books/books'
import { expect, test as base } from './harness/fixtures'
import type { AppServer } from './harness/server/app-server'
import { byKey, signInAsGuest } from './matrix/callers'

const run = promisify(execFile)
const isClosed = ({ open }: Call) => !open

/** The limit for the package with its parser of events, in bytes of gzip. */
const MOST_BYTES = 6 * 1024

const tarball = path.resolve(`dist/${packageJson.name}-${packageJson.version}.tgz`)

/** An empty folder into which the package was installed. */
const test = base.extend<object, { project: string }>({
  project: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, provide) => {
      await run('npm', ['run', '--silent', 'pack:client'])
      const folder = await mkdtemp(path.join(tmpdir(), 'fullstop-client-'))
      await writeFile(path.join(folder, 'package.json'), '{ "private": true, "type": "module" }')
      await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball], {
        cwd: folder,
      })
      await provide(folder)
      await rm(folder, { recursive: true })
    },
    { scope: 'worker' },
  ],
})

test.describe.configure({ mode: 'serial' })

/** An API key of a new guest. */
async function keyFor(server: AppServer): Promise<string> {
  const { headers } = await byKey(server, await signInAsGuest(server, 'guest'), 'chat')
  return (headers as { Authorization: string }).Authorization.replace('Bearer ', '')
}

/** The example of the package's README, for this server. */
async function exampleOf(server: AppServer, question: string): Promise<string> {
  const readme = await readFile('client/README.md', 'utf8')
  const [, example = ''] = /```js\n([\s\S]*?)```/.exec(readme) ?? []
  return example
    .replace('http://localhost:3000', server.url)
    .replace('fullstop_…', await keyFor(server))
    .replace('What is a full stop?', question)
}

test('the example of the package’s README stops its answer, in Node', async ({
  project,
  server,
  provider,
  key,
}) => {
  const file = path.join(project, 'example.js')
  await writeFile(file, await exampleOf(server, `[[key=${key} tokens=2000 rate=50]]`))
  const { stdout } = await run(process.execPath, [file], {
    env: { ...process.env, FORCE_COLOR: '0' },
  })
  const { text, abortedByClient } = await waitForCall(provider.url, key, isClosed)
  const [, kept = ''] = /^([\s\S]*)\ncancelled \{ *\n? *stoppedInMs: \d+/.exec(stdout) ?? []
  expect(kept.length).toBeGreaterThan(100)
  expect(text.startsWith(kept)).toBe(true)
  expect(abortedByClient).toBe(true)
})

test('P3 examples: examples/client/ask.mjs stops at Ctrl-C, and prints the outcome', async ({
  project,
  server,
  provider,
  key,
}) => {
  await cp('examples/client/ask.mjs', path.join(project, 'ask.mjs'))
  const asking = execFile(
    process.execPath,
    [path.join(project, 'ask.mjs'), `[[key=${key} tokens=20 hold=10]]`],
    { env: { ...process.env, FULLSTOP_URL: server.url, FULLSTOP_KEY: await keyFor(server) } },
  )
  let output = ''
  let complaints = ''
  asking.stdout?.on('data', (text: string) => (output += text))
  asking.stderr?.on('data', (text: string) => (complaints += text))
  const closed = once(asking, 'close')
  const { text } = await waitForCall(provider.url, key, ({ held }) => held)
  await expect.poll(() => output).toBe(text)
  asking.kill('SIGINT')
  expect(await closed).toEqual([0, null])
  expect(complaints).toContain('Stopped: {"outcome":"cancelled"')
  await waitForCall(provider.url, key, isClosed)
})

test('the example of the package’s README stops its answer, bundled for a browser', async ({
  project,
  server,
  provider,
  page,
  key,
}) => {
  const contents = await exampleOf(server, `[[key=${key} tokens=2000 rate=50]]`)
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: project },
    bundle: true,
    format: 'esm',
    write: false,
  })
  await page.route('**/example.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: outputFiles[0]?.text ?? '' }),
  )
  await page.route('**/example', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<script type="module" src="/example.js"></script>',
    }),
  )
  const lines: string[] = []
  page.on('console', (message) => lines.push(message.text()))
  await page.goto('/example')
  await expect.poll(() => lines.at(-1)).toContain('cancelled')
  const { text } = await waitForCall(provider.url, key, isClosed)
  expect(text.startsWith(lines[0] ?? 'nothing')).toBe(true)
})

test('the package is as small as it says, and knows nothing of React or Node', async ({
  project,
}) => {
  for (const entry of ['fullstop-client', 'fullstop-client/ai-sdk']) {
    const { outputFiles, metafile } = await build({
      stdin: { contents: `export * from '${entry}'`, resolveDir: project },
      bundle: true,
      minify: true,
      format: 'esm',
      metafile: true,
      write: false,
    })
    expect(gzipSync(outputFiles[0]?.contents ?? '').length).toBeLessThan(MOST_BYTES)
    const packages = Object.keys(metafile.inputs).flatMap(
      (file) => /node_modules\/([^/]+)\//.exec(file)?.[1] ?? [],
    )
    expect([...new Set(packages)].toSorted()).toEqual(['eventsource-parser', 'fullstop-client'])
  }
})

test('the package is in order for those who install it', async ({ project }) => {
  const { messages } = await publint({
    pkgDir: path.join(project, 'node_modules/fullstop-client'),
    strict: true,
    pack: false,
  })
  expect(messages).toEqual([])
  await run('attw', [tarball, '--profile', 'esm-only'])
  expect(packageJson.version).toBe(rootPackageJson.version)
  expect(packageJson.dependencies['eventsource-parser']).toBe(
    rootPackageJson.dependencies['eventsource-parser'],
  )
})
