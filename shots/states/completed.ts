import { expect } from '@playwright/test'
import type { State } from '../studio/state'
import type { Studio } from '../studio/studio'
import {
  CODE,
  CODE_QUESTION,
  LIST,
  LIST_QUESTION,
  MATH,
  MATH_QUESTION,
  STARS,
  STARS_QUESTION,
  STARS_THOUGHT,
  TABLE,
  TABLE_QUESTION,
} from '../studio/texts'

async function answerShort(studio: Studio): Promise<void> {
  await studio.open(STARS_QUESTION, { say: STARS.slice(0, STARS.indexOf('What follows')).trim() })
}

export const completedStates: readonly State[] = [
  {
    name: 'completed',
    title: 'Prose, with the pointer on it',
    async arrive(studio) {
      await studio.open(STARS_QUESTION, { say: STARS, think: STARS_THOUGHT })
      if (!studio.isPhone) await studio.chat.answer.hover()
    },
  },
  {
    name: 'code',
    title: 'Code',
    async arrive(studio) {
      await studio.open(CODE_QUESTION, { say: CODE })
      await expect(studio.chat.answer.locator('.code-function').last()).toBeVisible()
      await expect(studio.chat.answer.locator('.code-keyword').first()).toBeAttached()
    },
  },
  {
    name: 'table',
    title: 'A table',
    async arrive(studio) {
      await studio.open(TABLE_QUESTION, { say: TABLE })
    },
  },
  {
    name: 'lists',
    title: 'Lists, a quote, a link',
    async arrive(studio) {
      await studio.open(LIST_QUESTION, { say: LIST })
    },
  },
  {
    name: 'formulas',
    title: 'Formulas',
    async arrive(studio) {
      await studio.open(MATH_QUESTION, { say: MATH })
      await expect(studio.chat.answer.locator('math')).toHaveCount(8)
    },
  },
  {
    name: 'limit',
    title: 'As long as the model may answer',
    async arrive(studio) {
      await studio.open(STARS_QUESTION, {
        say: STARS.slice(0, STARS.indexOf('neither fusing')).trim(),
        words: 'finish=length',
      })
      await studio.isCompleted()
    },
  },
  {
    name: 'details',
    title: 'Details',
    async arrive(studio) {
      await answerShort(studio)
      await studio.chat.answer.getByRole('button', { name: 'Details' }).click()
      await expect(studio.page.getByRole('dialog', { name: 'Details' })).toBeVisible()
    },
  },
  {
    name: 'regenerate',
    title: 'Another answer',
    async arrive(studio) {
      await answerShort(studio)
      await studio.chat.answer.getByRole('button', { name: 'Regenerate' }).click()
      await expect(studio.page.getByRole('menu')).toBeVisible()
    },
  },
  {
    name: 'more',
    title: 'What else one can do',
    async arrive(studio) {
      await answerShort(studio)
      await studio.chat.answer.getByRole('button', { name: 'More' }).click()
      await expect(studio.page.getByRole('menu')).toBeVisible()
    },
  },
  {
    name: 'versions',
    title: 'The second of three versions',
    async arrive(studio) {
      const { chat } = studio
      await answerShort(studio)
      for (const count of [2, 3]) {
        await chat.answer.hover()
        await chat.pressInMenu('Regenerate', 'Try again')
        await expect(chat.answer.getByRole('group')).toContainText(`${count}/${count}`)
        await studio.isCompleted()
      }
      await chat.answer.getByRole('button', { name: 'Previous version' }).click()
      await expect(chat.answer.getByRole('group')).toContainText('2/3')
    },
  },
]
