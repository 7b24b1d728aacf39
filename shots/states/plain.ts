import { expect } from '@playwright/test'
import type { State } from '../studio/state'

export const plainStates: readonly State[] = [
  {
    name: 'no-such-page',
    title: 'Page not found',
    async arrive({ page }) {
      await page.goto('/nowhere')
      await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible()
    },
  },
]
