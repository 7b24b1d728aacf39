import { expect, type Locator, type Page } from '@playwright/test'

/** In CSS pixels of the window. */
export type Place = { x: number; y: number; width: number; height: number }

/** The page as a person uses it: by its words and controls. */
export class ChatPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  static async open(page: Page, path = '/'): Promise<ChatPage> {
    const chat = new ChatPage(page)
    await page.goto(path)
    await chat.waitUntilListening()
    return chat
  }

  /**
   * Resolves when the page's scripts listen: until then a key or a press does nothing. They give the field
   * the focus or, on touch, where that would bring up a keyboard, show the models.
   */
  async waitUntilListening(): Promise<void> {
    const focused = this.composer.and(this.page.locator(':focus'))
    const models = this.page.getByRole('button', { name: /^Model: / })
    await expect(focused.or(models).first()).toBeVisible()
    await expect(this.composer).toBeEditable()
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
    // On a slow machine that moment may have passed; the clock stands still after such a try, too.
    await expect(async () => {
      const now = await this.page.evaluate(() => Date.now())
      await this.page.clock.pauseAt(now + 1_000)
    }).toPass()
  }

  get chatList(): Locator {
    return this.page.locator('[data-chat-id]')
  }

  /** Types a question and sends it with Enter, as a person does. */
  async ask(question: string): Promise<void> {
    await this.waitUntilListening()
    await this.composer.fill(question)
    await this.composer.press('Enter')
    await expect(this.composer).toHaveValue('')
  }

  /** Resolves when the last answer shows at least this many of the fake provider's words. */
  async waitForWords(count: number, options?: { timeout: number }): Promise<void> {
    const word = `word${String(count).padStart(4, '0')}`
    await expect(this.answer).toContainText(word, options)
  }

  /**
   * Resolves when all text of the last answer is drawn. Until the renderer has loaded, the text is shown
   * without its elements, and has other lines.
   */
  async waitUntilDrawn(): Promise<void> {
    const blocks = this.answer.locator('.answer-text > *')
    await expect(blocks.first()).toBeAttached()
    await expect(blocks.and(this.page.locator('.whitespace-pre-wrap'))).toHaveCount(0)
  }

  /** The place of an element of the last answer, once the answer is drawn and at rest. */
  async placeOf(element: Locator): Promise<Place> {
    await this.waitUntilDrawn()
    return element.evaluate(async (of) => {
      let place = of.getBoundingClientRect()
      for (let still = 0; still < 4;) {
        await new Promise(requestAnimationFrame)
        const before = place
        place = of.getBoundingClientRect()
        still = before.y === place.y && before.x === place.x ? still + 1 : 0
      }
      const { x, y, width, height } = place
      return { x, y, width, height }
    })
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
