import { readCall, releaseCall, waitForCall } from './fake-provider/books/books'
import { encodeSaid } from './fake-provider/directives/said-text'
import { expect, test } from './harness/fixtures'
import { ChatPage, wordsIn } from './harness/page/chat-page'

test('R1 Esc and the composer’s own button stop an answer, too', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key}-1 tokens=9000]]`)
  await chat.waitForWords(3)
  await page.keyboard.press('Escape')
  await expect(chat.answer).toContainText('Stopped')
  expect((await waitForCall(provider.url, `${key}-1`, ({ open }) => !open)).abortedByClient).toBe(
    true,
  )

  await chat.ask(`[[key=${key}-2 tokens=9000]]`)
  await chat.waitForWords(3)
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(chat.answers).toHaveCount(2)
  await expect(chat.answer).toContainText('Stopped')
  expect((await waitForCall(provider.url, `${key}-2`, ({ open }) => !open)).abortedByClient).toBe(
    true,
  )
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeVisible()
})

test('P4 a stop before the first token drops the call', async ({ page, server, provider, key }) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} hold=0]]`)
  await waitForCall(provider.url, key, ({ held }) => held)
  await chat.pressStop()
  const call = await waitForCall(provider.url, key, ({ open }) => !open)
  expect(call.abortedByClient).toBe(true)
  await expect(chat.answer).toContainText('Stopped')
  expect(server.storedMessage(await chat.answerId())).toMatchObject({
    status: 'cancelled',
    text: '',
  })
})

test('P4 a stop while the question is still on its way is carried out', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  let letGo = () => {}
  const gate = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route('**/api/chat', async (route) => {
    await gate
    await route.continue()
  })
  await chat.ask(`[[key=${key} hold=0]]`)
  await chat.pressStop()
  await expect(chat.answer).toContainText('Stopping')
  letGo()
  await expect(chat.answer).toContainText('Stopped')
  expect(await readCall(provider.url, key)).toBeUndefined()
})

test('P6 a stop in a second tab shows in both', async ({ page, context, provider, key }) => {
  const first = await ChatPage.open(page)
  await first.ask(`[[key=${key} tokens=9000]]`)
  await first.waitForWords(3)
  const second = await ChatPage.open(await context.newPage(), new URL(page.url()).pathname)
  await second.waitForWords(10)
  await second.pressStop()
  for (const tab of [first, second]) await expect(tab.answer).toContainText('Stopped')
  expect((await waitForCall(provider.url, key, ({ open }) => !open)).abortedByClient).toBe(true)
  expect(await first.words()).toBe(await second.words())
})

test('P5 a stop in one of two chats that stream lets the other go on', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key}-1 tokens=60 hold=30]]`)
  await chat.waitForWords(30)
  const firstPath = new URL(page.url()).pathname
  await page.getByRole('link', { name: 'New chat' }).first().click()
  await chat.ask(`[[key=${key}-2 tokens=9000]]`)
  await chat.waitForWords(5)
  await chat.pressStop()
  expect((await waitForCall(provider.url, `${key}-2`, ({ open }) => !open)).abortedByClient).toBe(
    true,
  )
  expect((await readCall(provider.url, `${key}-1`))?.open).toBe(true)
  await releaseCall(provider.url, `${key}-1`)
  await page.locator(`a[href="${firstPath}"]`).first().click()
  await chat.waitForWords(60)
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
})

test('R3 a stop that fails on the network says so and is tried again', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=9000]]`)
  await chat.waitForWords(5)
  // The network is back once Try now is pressed, so that the page's own tries fail.
  await page.evaluate(() => {
    document.addEventListener(
      'click',
      ({ target }) => {
        if (target instanceof HTMLElement && target.innerText === 'Try now') {
          document.body.dataset['network'] = 'back'
        }
      },
      true,
    )
  })
  const isBack = () => page.evaluate(() => document.body.dataset['network'] === 'back')
  await page.route('**/cancel', async (route) => {
    if (await isBack()) await route.continue()
    else await route.abort('internetdisconnected')
  })
  const { words } = await chat.pressStop()
  await expect(chat.answer).toContainText('Could not reach the server to stop this. Trying again')
  expect(await chat.words()).toBe(words)
  await chat.answer.getByRole('button', { name: 'Try now' }).click()
  await expect(chat.answer).toContainText('Stopped')
  expect((await waitForCall(provider.url, key, ({ open }) => !open)).abortedByClient).toBe(true)
  expect(await chat.words()).toBe(words)
})

test('a stopped answer goes on from exactly where it stopped, and stays one text', async ({
  page,
  server,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=30 hold=20]]`)
  await chat.waitForWords(20)
  await chat.pressStop()
  await chat.answer.getByRole('button', { name: 'Continue' }).click()
  await waitForCall(provider.url, key, ({ attempt }) => attempt === 2)
  await chat.waitForWords(30)
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  const shown = await chat.words()
  expect(shown.split(' ')).toHaveLength(30)
  expect(wordsIn(server.storedMessage(await chat.answerId()).text)).toBe(shown)
  await page.reload()
  await chat.waitForWords(30)
  expect(await chat.words()).toBe(shown)
})

test('R2 a half-written text looks after Stop as it did before', async ({ page }) => {
  const chat = await ChatPage.open(page)
  const halves = [
    '| Name | Value |\n|--',
    'Some **bold te',
    '1. One\n2. Two:\n   -',
    '[here](https://exa',
  ]
  for (const half of halves) {
    const said = Buffer.from(half).toString('base64url')
    await chat.ask(`[[say=${said} pieceLength=1 rate=0 hold=${half.length}]]`)
    const text = chat.answer.locator('.answer-text')
    await expect(text.locator('.caret')).toBeVisible()
    await expect(text).toContainText(/Value|bold te|Two:|here/)
    await chat.waitUntilDrawn()
    // Read in the task of the press: more may still be coming.
    const pressed = await chat.stopButton.evaluate((button: HTMLElement) => {
      const element = button.closest('article')?.querySelector('.answer-text')
      const before = { html: element?.innerHTML, height: element?.getBoundingClientRect().height }
      button.click()
      return before
    })
    await expect(chat.answer).toContainText('Stopped ·')
    const stopped = await text.evaluate((element) => ({
      html: element.innerHTML,
      height: element.getBoundingClientRect().height,
    }))
    const caret = /<span class="caret".*?<\/span>/
    expect(stopped).toEqual({ ...pressed, html: pressed.html?.replace(caret, '') })
  }
})

test('R21 P1 an emoji is shown once it is complete, and Stop keeps exactly the shown text', async ({
  page,
  server,
  provider,
  key,
}) => {
  const emojis = '👨‍👩‍👧‍👦🇩🇪🇨🇭👍🏽'
  const said = encodeSaid(emojis.repeat(60))
  const chat = await ChatPage.open(page)
  const text = chat.answer.locator('.answer-text')
  // Inside the family, the second flag and the thumb that follow two rounds.
  for (const [inside, shown] of [
    [5, ''],
    [17, '👨‍👩‍👧‍👦🇩🇪'],
    [21, '👨‍👩‍👧‍👦🇩🇪🇨🇭'],
  ] as const) {
    const call = `${key}-${inside}`
    const hold = emojis.length * 2 + inside
    await chat.ask(
      `[[key=${call} say=${said} pieceLength=1 splitSurrogates=1 rate=200 hold=${hold}]]`,
    )
    const expected = emojis.repeat(2) + shown
    await expect(text).toHaveText(expected)

    // The cancel comes when the server has all of that emoji, and more.
    const gate = Promise.withResolvers<void>()
    await page.route('**/cancel', async (route) => {
      await gate.promise
      await route.continue()
    })
    await chat.pressStop()
    await releaseCall(provider.url, call)
    const answerId = await chat.answerId()
    const arrived = () => server.savedTexts(answerId).join('').length
    await expect.poll(arrived).toBeGreaterThan(emojis.length * 3)
    await expect(text).toHaveText(expected)
    gate.resolve()
    await expect(chat.answer).toContainText('Stopped ·')
    await expect(text).toHaveText(expected)
    expect(server.storedMessage(answerId).text).toBe(expected)
    await page.unroute('**/cancel')
  }
})

test('R22 the page says that the sentence may end, and the focus goes from Stop to the answer', async ({
  page,
  provider,
  key,
}) => {
  const said = Buffer.from('One two three four five. Six seven. '.repeat(20)).toString('base64url')
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} say=${said} pieceLength=4 rate=0 hold=3]]`)
  await expect(chat.answer).toContainText('One two thre')
  await chat.stopButton.focus()
  await chat.stopButton.click({ modifiers: ['Shift'] })
  await expect(chat.answer).toContainText('Stops at the end of the sentence · about 22 more tokens')
  await expect(page.getByText('The answer stops at the end of the sentence')).toBeAttached()
  await expect(chat.stopButton).toBeFocused()
  await releaseCall(provider.url, key)
  await expect(chat.answer).toContainText('Stopped ·')
  await expect(chat.answer).not.toContainText('Stops at the end')
  await expect(chat.answer).toBeFocused()
})

test('R22 Stop with Shift lets the answer go on to the end of its sentence', async ({
  page,
  server,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask('[[tokens=9000]]')
  await chat.waitForWords(10)
  const before = await chat.answer.locator('.answer-text').innerText()
  await chat.stopButton.click({ modifiers: ['Shift'] })
  await expect(chat.answer).toContainText('Stopped ·')
  const { text, endReason } = server.storedMessage(await chat.answerId())
  expect(endReason).toBe('user')
  expect(text.length).toBeGreaterThan(before.length)
})

test('R2 P13 text that comes before its renderer has loaded is shown as it comes, and kept at Stop', async ({
  page,
  server,
}) => {
  const chat = await ChatPage.open(page)
  let load = () => {}
  const loading = new Promise<void>((resolve) => {
    load = resolve
  })
  // The page itself has loaded; the script that draws answers loads with the first letter.
  await page.route('**/_next/static/chunks/*.js', async (route) => {
    await loading
    await route.continue()
  })
  await chat.ask('[[tokens=9000]]')
  await chat.waitForWords(5)
  const { words } = await chat.pressStop()
  await expect(chat.answer).toContainText('Stopped')
  expect(await chat.words()).toBe(words)
  load()
  await expect(chat.answer.locator('.answer-text p:not(.whitespace-pre-wrap)')).toBeVisible()
  expect(await chat.words()).toBe(words)
  expect(wordsIn(server.storedMessage(await chat.answerId()).text)).toContain(words)
})
