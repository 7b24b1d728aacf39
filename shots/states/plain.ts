import { expect } from '@playwright/test'
import type { State } from '../studio/state'

export const plainStates: readonly State[] = [
  {
    name: 'no-such-page',
    title: 'No such page',
    async arrive({ page }) {
      await page.goto('/nowhere')
      await expect(page.getByRole('heading', { name: 'No such page' })).toBeVisible()
    },
  },
]
