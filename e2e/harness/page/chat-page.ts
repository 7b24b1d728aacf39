import { expect, type Locator, type Page } from '@playwright/test'

/** The page as a person uses it: by its words and controls. */
export class ChatPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  static async open(page: Page, path = '/'): Promise<ChatPage> {
    const chat = new ChatPage(page)
    await page.goto(path)
    await expect(chat.composer).toBeEditable()
    return chat
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Your question' })
  }

  get answers(): Locator {
    return this.page.locator('[data-role="assistant"]')
  }

  /** The last answer of the chat that is shown. */
  get answer(): Locator {
    return this.answers.last()
  }

  /** The last question of the chat that is shown. */
  get question(): Locator {
    return this.page.locator('[data-role="user"]').last()
  }

  /** The field in which the last question is edited. */
  get editField(): Locator {
    return this.question.getByRole('textbox', { name: 'Edited question' })
  }

  /** Opens the menu of the last answer and presses one of its items. */
  async pressInMenu(button: string, item: string): Promise<void> {
    await this.answer.getByRole('button', { name: button, exact: true }).click()
    await this.page.getByRole('menuitem', { name: item }).click()
  }

  /** Edits the last question and sends it with Enter. */
  async edit(question: string): Promise<void> {
    await this.question.hover()
    await this.question.getByRole('button', { name: 'Edit question' }).click()
    await expect(this.editField).toBeFocused()
    await this.editField.fill(question)
    await this.editField.press('Enter')
    await expect(this.editField).toBeHidden()
  }

  /** The Stop button of the last answer. */
  get stopButton(): Locator {
    return this.answer.getByRole('button', { name: 'Stop this answer' })
  }

  /** Stops the page's clock, which must be installed before. Only `clock.runFor` moves it on. */
  async holdClock(): Promise<void> {
    const now = await this.page.evaluate(() => Date.now())
    await this.page.clock.pauseAt(now + 1_000)
  }

  get chatList(): Locator {
    return this.page.locator('[data-chat-id]')
  }

  /** Types a question and sends it with Enter, as a person does. */
  async ask(question: string): Promise<void> {
    await this.composer.fill(question)
    await this.composer.press('Enter')
    await expect(this.composer).toHaveValue('')
  }

  /** Resolves when the last answer shows at least this many of the fake provider's words. */
  async waitForWords(count: number): Promise<void> {
    const word = `word${String(count).padStart(4, '0')}`
    await expect(this.answer).toContainText(word)
  }

  /** The words that the last answer shows. A browser draws it a frame after it comes into view. */
  async words(): Promise<string> {
    const shown = await this.answer.evaluate(async (answer: HTMLElement) => {
      while (!answer.checkVisibility({ contentVisibilityAuto: true })) {
        if (!answer.isConnected) throw new Error('this answer is not in the page any more')
        await new Promise(requestAnimationFrame)
      }
      return answer.innerText
    })
    return wordsIn(shown)
  }

  /** The ID of the last answer. */
  async answerId(): Promise<string> {
    const id = await this.answer.getAttribute('data-message-id')
    if (id === null) throw new Error('an answer has an ID')
    return id
  }

  /**
   * Presses Stop on the last answer. Returns when that was and what the answer showed then, both
   * read in one task of the browser with the press, and what it showed in the next frame.
   */
  async pressStop(): Promise<{ pressedAt: number; words: string; nextFrame: string }> {
    await expect(this.stopButton).toBeVisible()
    const pressed = await this.stopButton.evaluate(async (button) => {
      const answer = button.closest('article')
      const shown = answer?.innerText ?? ''
      const pressedAt = performance.timeOrigin + performance.now()
      if (button instanceof HTMLElement) button.click()
      await new Promise(requestAnimationFrame)
      return { pressedAt, shown, nextFrame: answer?.innerText ?? '' }
    })
    return { ...pressed, words: wordsIn(pressed.shown) }
  }
}

/** The fake provider's words in a text, joined by spaces. */
export function wordsIn(text: string): string {
  return text.match(/word\d{1,4}/g)?.join(' ') ?? ''
}
