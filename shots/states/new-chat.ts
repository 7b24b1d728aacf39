import { expect } from '@playwright/test'
import { ChatPage } from '../../e2e/harness/page/chat-page'
import type { State } from '../studio/state'
import { LIST_ADDRESS } from '../studio/studio'

export const newChatStates: readonly State[] = [
  {
    name: 'first-run',
    title: 'The first time here',
    async arrive({ page }) {
      await ChatPage.open(page)
      await expect(page.getByRole('heading', { name: 'Stop means stop' })).toBeVisible()
    },
  },
  {
    name: 'new-chat',
    title: 'Before the first question',
    async arrive(studio) {
      await studio.openNewChat()
      await expect(studio.page.getByRole('heading', { name: 'Stop means stop' })).toBeVisible()
    },
  },
  {
    name: 'new-chat-loading',
    title: 'While the chats load',
    async arrive(studio) {
      await studio.haveEarlierChats()
      await studio.hold(LIST_ADDRESS)
      await ChatPage.open(studio.page)
      const list = await studio.openList()
      await expect(list.getByRole('status', { name: 'Loading chats' })).toBeVisible()
    },
  },
  {
    name: 'models',
    title: 'Choosing a model',
    async arrive(studio) {
      await studio.openNewChat()
      await studio.page.getByRole('button', { name: /^Model: / }).click()
      await expect(studio.page.getByRole('menu')).toBeVisible()
    },
  },
]
