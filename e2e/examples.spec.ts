import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { releaseCall, waitForCall, type Call } from './fake-provider/books/books'
import { expect, test } from './harness/fixtures'
import type { AppServer } from './harness/server/app-server'
import { serveExample } from './harness/stock-chat/example-page'

const isHeld = ({ held }: Call) => held
const isClosed = ({ open }: Call) => !open

type Stored = { id: string; status: string; endReason: string | null; text: string }

/** The answers to the questions with this key, the oldest first. */
function answersTo(server: AppServer, key: string): Stored[] {
  const rows = server.query<{ id: string }>(
    `SELECT answers.id FROM messages AS answers JOIN messages AS questions
     ON questions.id = answers.parent_id WHERE questions.parts LIKE ? ORDER BY answers.rowid`,
    `%${key}%`,
  )
  return rows.map(({ id }) => ({ id, ...server.storedMessage(id) }))
}

function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0
}

/** A program of examples/, started against the server. */
function run(server: AppServer, program: string, ...args: string[]) {
  const child = spawn(program, args, {
    env: { ...process.env, FULLSTOP_URL: server.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let complaints = ''
  child.stdout.on('data', (text: Buffer) => {
    output += text.toString()
  })
  child.stderr.on('data', (text: Buffer) => {
    complaints += text.toString()
  })
  // What a program wrote last may be read a moment after its exit.
  const closed = once(child, 'close')
  return {
    output: () => output,
    complaints: () => complaints,
    interrupt: () => child.kill('SIGINT'),
    end: async () => {
      await closed
      return child.exitCode
    },
  }
}

for (const [program, file] of [
  [process.execPath, 'examples/node.mjs'],
  ['python3', 'examples/python.py'],
] as const) {
  test(`examples: ${file} writes an answer as it comes`, async ({ server, provider, key }) => {
    test.skip(!isInstalled(program), `${program} is not on this machine`)
    const asking = run(server, program, file, `[[key=${key} tokens=20 hold=10]]`)
    const { text: first } = await waitForCall(provider.url, key, isHeld)
    await expect.poll(asking.output).toBe(first)
    await releaseCall(provider.url, key)
    expect([await asking.end(), asking.complaints()]).toEqual([0, ''])
    expect(asking.output()).toBe(`${(await waitForCall(provider.url, key)).text}\n`)
  })

  test(`P3 examples: ${file} stops at Ctrl-C, and prints the outcome`, async ({
    server,
    provider,
    key,
  }) => {
    test.skip(!isInstalled(program), `${program} is not on this machine`)
    const asking = run(server, program, file, `[[key=${key} tokens=20 hold=10]]`)
    const { text } = await waitForCall(provider.url, key, isHeld)
    await expect.poll(asking.output).toBe(text)
    asking.interrupt()
    expect(await asking.end()).toBe(0)
    expect(asking.complaints()).toContain(`"outcome":"cancelled"`)
    expect(answersTo(server, key)).toMatchObject([{ status: 'cancelled', endReason: 'user', text }])
  })
}

test('P3 examples: examples/curl.sh asks and stops', async ({ server, provider, key }) => {
  test.skip(!isInstalled('curl'), 'curl is not on this machine')
  const asking = run(server, 'sh', 'examples/curl.sh', `[[key=${key} tokens=20 hold=10]] "quoted"`)
  expect([await asking.end(), asking.complaints()]).toEqual([0, ''])
  const { text } = await waitForCall(provider.url, key, isClosed)
  expect(JSON.parse(asking.output())).toMatchObject({ outcome: 'cancelled', text })
})

async function ask(page: Page, question: string): Promise<void> {
  await page.getByLabel('Question', { exact: true }).fill(question)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
}

for (const name of ['use-chat', 'assistant-ui']) {
  test.describe(`examples/${name}`, () => {
    let example: Awaited<ReturnType<typeof serveExample>>

    test.beforeEach(async ({ page, server }) => {
      example = await serveExample(name, server.url)
      await page.goto(example.url)
    })

    test.afterEach(async () => {
      await example.close()
    })

    test('P3 P6 the page shows an answer, survives a reload and then stops it for real', async ({
      page,
      server,
      provider,
      key,
    }) => {
      const answers = page.locator('[data-role=assistant]')
      const stop = page.getByRole('button', { name: 'Stop', exact: true })
      await ask(page, `[[key=${key} tokens=20 hold=10]]`)
      const { text } = await waitForCall(provider.url, key, isHeld)
      await expect(answers.last()).toContainText(text.trim())
      await page.reload()
      await expect(answers.last()).toContainText(text.trim())
      await stop.click()
      expect(await waitForCall(provider.url, key, isClosed)).toMatchObject({
        abortedByClient: true,
      })
      await expect(stop).toHaveCount(0)
      await expect
        .poll(() => answersTo(server, key))
        .toMatchObject([{ status: 'cancelled', endReason: 'user', text }])

      await ask(page, `[[key=${key}-2 tokens=12 rate=0]]`)
      const next = await waitForCall(provider.url, `${key}-2`, isClosed)
      await expect(answers.last()).toContainText(next.text.trim())
      await expect(stop).toHaveCount(0)
      await expect(page.getByRole('alert')).toHaveCount(0)
    })
  })
}

test.describe('examples/assistant-ui', () => {
  test('R20 an edit makes a sibling of its question, and answering again a sibling of its answer @long', async ({
    page,
    server,
    provider,
    key,
  }) => {
    const example = await serveExample('assistant-ui', server.url)
    try {
      await page.goto(example.url)
      const answers = page.locator('[data-role=assistant]')
      for (const index of [1, 2]) {
        await ask(page, `[[key=${key}-${index} tokens=${10 + index} rate=0]]`)
        const { text } = await waitForCall(provider.url, `${key}-${index}`, isClosed)
        await expect(answers.last()).toContainText(text.trim())
      }
      await page.getByRole('button', { name: 'Edit' }).first().click()
      await page.getByLabel('Edited question').fill(`[[key=${key}-3 tokens=13 rate=0]]`)
      await page.getByRole('button', { name: 'Send the edit' }).click()
      const { text, messages } = await waitForCall(provider.url, `${key}-3`, isClosed)
      await expect(answers).toHaveCount(1)
      await expect(answers.last()).toContainText(text.trim())
      expect(messages).toHaveLength(1)
      await page.getByRole('button', { name: 'Answer again' }).click()
      await waitForCall(provider.url, `${key}-3`, ({ attempt, open }) => attempt === 2 && !open)
      // The call is closed before its end is saved.
      const statuses = () => answersTo(server, `${key}-3`).map(({ status }) => status)
      await expect.poll(statuses).toEqual(['completed', 'completed'])
      const roots = server.query<{ count: number }>(
        `SELECT count(*) AS count FROM messages WHERE role = 'user' AND parent_id IS NULL
         AND parts LIKE ?`,
        `%${key}%`,
      )
      expect(roots).toEqual([{ count: 2 }])
    } finally {
      await example.close()
    }
  })
})

test('examples: docs/use-chat.md shows the file that is run here', async () => {
  const [documentation, file] = await Promise.all(
    ['docs/use-chat.md', 'examples/stoppable-sends.ts'].map((name) => readFile(name, 'utf8')),
  )
  expect(documentation).toContain(file)
})
