import { releaseCall, waitForCall } from './fake-provider/books/books'
import { expect, test } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'

test('R23 a stopped answer says what the stop did, and its receipt the rest', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=60 hold=30]]`)
  await chat.waitForWords(30)
  await chat.pressStop()
  await expect(chat.answer).toContainText(
    /Stopped\s· connection closed in [\d.]+ m?s\s· about \d+ tokens/,
  )
  await waitForCall(provider.url, key, ({ open }) => !open)
  await chat.answer.getByRole('button', { name: 'Receipt' }).click()
  const receipt = page.getByRole('dialog', { name: 'Receipt for this stop' })
  for (const label of [
    'Model',
    'Connection closed',
    'Text kept',
    'Text stored',
    'Duration',
    'Prompt',
    'Answer',
  ]) {
    await expect(receipt.getByRole('term').getByText(label, { exact: true })).toBeVisible()
  }
  await expect(receipt).toContainText('270 characters')
  await page.keyboard.press('Escape')
  await expect(receipt).toBeHidden()
  await expect(chat.answer.getByRole('button', { name: 'Receipt' })).toBeFocused()
})

test.describe('in a German browser', () => {
  test.use({ locale: 'de-DE' })

  test('a receipt has English words, and figures as they are written in Germany', async ({
    page,
    key,
  }) => {
    const chat = await ChatPage.open(page)
    await chat.ask(`[[key=${key} tokens=200 rate=0 hold=150]]`)
    await chat.waitForWords(150)
    await chat.pressStop()
    await chat.answer.getByRole('button', { name: 'Receipt' }).click()
    const receipt = page.getByRole('dialog', { name: 'Receipt for this stop' })
    await expect(receipt).toContainText('1.350 characters')
    await expect(receipt).toContainText(/\d{1,2} [A-Z][a-z]+ \d{4} at \d\d:\d\d/)
  })
})

test('R9 settings of a chat reach its model, and new chats where the person asks for that', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key}-1 tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  await page.getByRole('button', { name: 'Settings for this chat' }).click()
  const dialog = page.getByRole('dialog', { name: 'Settings for this chat' })
  await dialog.getByLabel('System prompt').fill('Be brief.')
  await dialog.getByLabel('Temperature').fill('0.3')
  await dialog.getByLabel('Longest answer').fill('99')
  await dialog.getByRole('checkbox', { name: /for new chats/ }).check()
  await dialog.getByRole('checkbox', { name: 'Keep going when I leave' }).check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()

  const system = { role: 'system', content: 'Be brief.' }
  await chat.ask(`[[key=${key}-2 tokens=2 rate=0]]`)
  const { messages } = await waitForCall(provider.url, `${key}-2`)
  expect(messages[0]).toEqual(system)
  await page.getByRole('button', { name: 'Settings for this chat' }).click()
  await expect(dialog.getByRole('checkbox', { name: 'Keep going when I leave' })).toBeChecked()
  await dialog.getByRole('button', { name: 'Cancel' }).click()

  await ChatPage.open(page)
  await page.getByRole('button', { name: 'Settings for new chats' }).click()
  const usual = page.getByRole('dialog', { name: 'Settings for new chats' })
  await expect(usual.getByLabel('System prompt')).toHaveValue('Be brief.')
  await expect(usual.getByLabel('Temperature')).toHaveValue('0.3')
  await expect(usual.getByRole('checkbox', { name: 'Keep going when I leave' })).toBeChecked()
  await usual.getByLabel('Longest answer').fill('2000000')
  await usual.getByRole('button', { name: 'Save' }).click()
  await expect(usual).toBeVisible()
  await usual.getByRole('button', { name: 'Cancel' }).click()
  await chat.ask(`[[key=${key}-3 tokens=2 rate=0]]`)
  expect((await waitForCall(provider.url, `${key}-3`)).messages[0]).toEqual(system)
  await page.getByRole('button', { name: 'Settings for this chat' }).click()
  await expect(dialog.getByRole('checkbox', { name: 'Keep going when I leave' })).toBeChecked()
})

test('P8 a first chat keeps going when its person leaves, if the settings for new chats say so @long', async ({
  page,
  server,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await page.getByRole('button', { name: 'Settings for new chats' }).click()
  const usual = page.getByRole('dialog', { name: 'Settings for new chats' })
  await usual.getByRole('checkbox', { name: 'Keep going when I leave' }).check()
  await usual.getByRole('button', { name: 'Save' }).click()
  await expect(usual).toBeHidden()
  await chat.ask(`[[key=${key} tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  const chatId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  expect(server.query('SELECT keep_going FROM chats WHERE id = ?', chatId)).toEqual([
    { keep_going: 1 },
  ])
})

test('R9 the time that an answer spent thinking is shown, also after a reload @long', async ({
  page,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask('[[reasoning=100 tokens=5 rate=50]]')
  await chat.waitForWords(5)
  await expect(chat.answer).toContainText(/Thinking · [23] s/)
  await page.reload()
  await expect(chat.answer).toContainText(/Thinking · [23] s/)
  await chat.answer.getByText('Thinking').click()
  await expect(chat.answer).toContainText('thought0100')
})

test('R26 another model can be picked after a failure, and the answer names it @long', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=3 status=404 faultyAttempts=1]]`)
  await expect(chat.answer).toContainText(
    'The provider does not know this model. Choose another one.',
  )
  await page.getByRole('button', { name: 'Model: fake-small' }).click()
  await page.getByRole('menuitemradio', { name: 'fake-claude' }).click()
  await chat.answer.getByRole('button', { name: 'Retry' }).click()
  await chat.waitForWords(3)
  await chat.answer.getByRole('button', { name: 'Details' }).click()
  const details = page.getByRole('dialog', { name: 'Details of this answer' })
  await expect(details).toContainText('fake-claude')
  await expect(details).toContainText(/Answer\s*3 tokens/)
})

test('R26 a failed answer offers one way to ask again, and one to ask another model', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=3 status=401 faultyAttempts=1]]`)
  await expect(chat.answer).toContainText('The provider rejected the API key.')
  await expect(chat.answer.getByRole('button', { name: /Retry|Regenerate/ })).toHaveCount(1)
  await chat.answer.getByRole('button', { name: 'Another model' }).click()
  await expect(page.getByRole('menuitem', { name: 'Try again' })).toHaveCount(0)
  await page.getByRole('menuitem', { name: 'fake-claude' }).click()
  await chat.waitForWords(3)
  await chat.answer.hover()
  await chat.answer.getByRole('button', { name: 'Details' }).click()
  const details = page.getByRole('dialog', { name: 'Details of this answer' })
  await expect(details).toContainText('fake-claude')
})

test('an answer that reached the limit of its length can go on', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=9 rate=0 finish=length]]`)
  await expect(chat.answer).toContainText('The model reached its length limit here.')
  await chat.answer.getByRole('button', { name: 'Continue' }).click()
  const { messages } = await waitForCall(provider.url, key, ({ attempt }) => attempt === 2)
  expect(JSON.stringify(messages)).toContain('word0009')
  await expect(chat.answers).toHaveCount(1)
})

test('R26 the page says, aloud too, that a model is being loaded, until it answers @long', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  // It is asked once a second: long enough for the page to be loaded again meanwhile.
  await chat.ask(`[[key=${key} status=503 code=loading_model faultyAttempts=10 tokens=5 hold=5]]`)
  await expect(chat.answer).toContainText('Loading the model…')
  await expect(page.getByText('Loading the model', { exact: true })).toBeAttached()
  await expect(chat.answer).toContainText(/Loading the model… · [3-9] s/)
  await page.reload()
  await expect(chat.answer).toContainText('Loading the model…')
  await chat.waitForWords(5, { timeout: 20_000 })
  await expect(chat.answer).not.toContainText('Loading')
  await releaseCall(provider.url, key)
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
})
