import { encodeSaid } from './fake-provider/directives/said-text'
import { expect, test } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'

const FAULTY_BLOCK = 'See [this](https://faulty.example).'
const FAULTY_ANSWER = 'A *faulty* answer.'

/** Makes drawing fail in two places: in a block, and before a text is split into blocks. */
function breakDrawing(faultyText: string): void {
  const canParse = URL.canParse.bind(URL)
  URL.canParse = (url, base) => {
    if (String(url).includes('faulty')) throw new Error('no block with this address can be drawn')
    return canParse(url, base)
  }
  const parse = JSON.parse.bind(JSON)
  JSON.parse = (text: string, reviver?: (key: string, value: unknown) => unknown): unknown => {
    if (text === JSON.stringify(faultyText))
      throw new Error('this text cannot be split into blocks')
    return parse(text, reviver)
  }
}

test('a block or an answer that cannot be drawn is shown as it is written; the rest is drawn', async ({
  page,
}) => {
  await page.addInitScript(breakDrawing, FAULTY_ANSWER)
  const chat = await ChatPage.open(page)
  const ask = async (text: string) => {
    await chat.ask(`[[rate=0 say=${encodeSaid(text)}]]`)
    await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  }
  await ask(`*Before*.\n\n${FAULTY_BLOCK}\n\n*After*.`)
  await expect(chat.answer.locator('.answer-text > p')).toHaveText([
    'Before.',
    FAULTY_BLOCK,
    'After.',
  ])
  await ask(FAULTY_ANSWER)
  await expect(chat.answer.locator('.answer-text > p')).toHaveText([FAULTY_ANSWER])

  await page.reload()
  await expect(chat.answers.locator('.answer-text > p')).toHaveText([
    'Before.',
    FAULTY_BLOCK,
    'After.',
    FAULTY_ANSWER,
  ])
  await ask('*Sound*.')
  await expect(chat.answer.locator('em')).toHaveText('Sound')
})
