import { expect } from '@playwright/test'
import { ChatPage } from '../../e2e/harness/page/chat-page'
import type { State } from '../studio/state'
import { LIST, LIST_QUESTION, STARS, STARS_QUESTION, TABLE, TABLE_QUESTION } from '../studio/texts'

export const chatStates: readonly State[] = [
  {
    name: 'chat-loading',
    title: 'Loading',
    async arrive(studio) {
      const { page } = studio
      await studio.open(STARS_QUESTION, { say: STARS })
      await studio.hold('**/api/chats/*')
      await page.reload()
      await expect(page.getByRole('status', { name: 'Loading the chat' })).toBeVisible()
      await expect(page.getByRole('button', { name: /^Model: / })).toBeVisible()
    },
  },
  {
    name: 'conversation',
    title: 'Scrolled back in a longer one',
    async arrive(studio) {
      const { page, chat } = studio
      await studio.open(LIST_QUESTION, { say: LIST })
      await studio.ask(TABLE_QUESTION, { say: TABLE })
      await studio.ask(STARS_QUESTION, { say: STARS })
      await chat.answers.nth(1).evaluate((answer) => {
        answer.scrollIntoView({ block: 'center' })
      })
      await expect(page.getByRole('button', { name: 'Go to the latest message' })).toBeVisible()
    },
  },
  {
    name: 'typing',
    title: 'A question of several lines, while an answer arrives',
    async arrive(studio) {
      await studio.open(STARS_QUESTION, {
        say: STARS,
        until: 'the star up against its own weight.',
      })
      await studio.chat.composer.fill(
        'Wait, explain this first:\n\n- what is binding energy\n- why does it have a peak at iron, and not somewhere else',
      )
      await expect(studio.page.getByRole('button', { name: 'Stop and send' })).toBeVisible()
    },
  },
  {
    name: 'editing',
    title: 'Editing a question',
    async arrive(studio) {
      const { chat } = studio
      await studio.open(STARS_QUESTION, {
        say: STARS.slice(0, STARS.indexOf('What follows')).trim(),
      })
      await chat.question.hover()
      await chat.question.getByRole('button', { name: 'Edit question' }).click()
      await expect(chat.editField).toBeFocused()
      await chat.editField.fill(
        'Why does iron end the life of a large star, and not of a small one?',
      )
    },
  },
  {
    name: 'unsent',
    title: 'A question that could not be sent',
    async arrive(studio) {
      const { page, chat } = studio
      await studio.open(LIST_QUESTION, { say: LIST })
      await studio.refuse('**/api/chat')
      await chat.composer.fill(STARS_QUESTION)
      await chat.composer.press('Enter')
      await expect(page.getByText('Not sent.')).toBeVisible()
    },
  },
  {
    name: 'reconnecting',
    title: 'The connection is lost',
    async arrive(studio) {
      const { page } = studio
      await studio.open(LIST_QUESTION, { say: LIST })
      await studio.refuse('**/api/events')
      await page.reload()
      await expect(page.getByText('Reconnecting')).toBeVisible()
      await studio.isCompleted()
      await studio.chatsAreListed()
    },
  },
  {
    name: 'budget-spent',
    title: 'Today’s tokens are used up',
    environment: { BUDGET_GUEST_TOKENS: '150' },
    async arrive(studio) {
      const { page, chat } = studio
      await ChatPage.open(page)
      await studio.ask(STARS_QUESTION, { say: STARS, rate: 100 })
      await expect(chat.answer).toContainText('today’s tokens are used up')
      await chat.composer.fill('And why not of a small one?')
      await chat.composer.press('Enter')
      await expect(page.getByText('Not sent.')).toBeVisible()
    },
  },
  {
    name: 'settings',
    title: 'Its settings',
    async arrive(studio) {
      const { page } = studio
      await studio.open(LIST_QUESTION, { say: LIST })
      await page.getByRole('button', { name: 'Settings for this chat' }).click()
      await expect(page.getByLabel('System prompt')).toBeVisible()
    },
  },
  {
    name: 'missing-chat',
    title: 'Chat not found',
    async arrive(studio) {
      const { page } = studio
      await studio.haveEarlierChats()
      await page.goto('/c/gone')
      await expect(page.getByRole('heading', { name: 'Chat not found' }).last()).toBeVisible()
      await studio.chatsAreListed()
    },
  },
  {
    name: 'failed-chat',
    title: 'It could not be loaded',
    async arrive(studio) {
      const { page } = studio
      await studio.open(LIST_QUESTION, { say: LIST })
      await studio.refuse('**/api/chats/*')
      await page.reload()
      await expect(page.getByText('Could not load this chat.')).toBeVisible()
      await studio.chatsAreListed()
    },
  },
]
