import { expect } from '@playwright/test'
import type { State } from '../studio/state'

const withMail = {
  PUBLIC_URL: 'http://localhost:3000',
  SMTP_URL: 'smtp://127.0.0.1:9',
  GITHUB_CLIENT_ID: 'test-id',
  GITHUB_CLIENT_SECRET: 'test-secret',
  GOOGLE_CLIENT_ID: 'test-id',
  GOOGLE_CLIENT_SECRET: 'test-secret',
}

export const signInStates: readonly State[] = [
  {
    name: 'sign-in',
    title: 'With an account',
    async arrive({ page }) {
      await page.goto('/sign-in')
      await expect(page.getByRole('radio', { name: 'Sign in' })).toBeChecked()
    },
  },
  {
    name: 'sign-up',
    title: 'Creating an account',
    async arrive({ page }) {
      await page.goto('/sign-in?new')
      await expect(page.getByRole('textbox', { name: 'Name' })).toBeVisible()
    },
  },
  {
    name: 'sign-in-problems',
    title: 'What is wrong with what was typed',
    async arrive({ page }) {
      await page.goto('/sign-in?new')
      await page.getByRole('textbox', { name: 'E-mail' }).fill('ann@example')
      await page.getByLabel('Password', { exact: true }).fill('short')
      await page.getByRole('button', { name: 'Create an account' }).click()
      await expect(page.getByText('Enter your name.')).toBeVisible()
    },
  },
  {
    name: 'sign-in-other-ways',
    title: 'With all the ways there are, and the password forgotten',
    environment: withMail,
    fullPage: true,
    async arrive({ page }) {
      await page.goto('/sign-in')
      await page.getByRole('button', { name: 'Forgot your password?' }).click()
      await expect(page.getByRole('button', { name: 'Send me a link' })).toBeVisible()
    },
  },
  {
    name: 'members-only',
    title: 'Where guests and new accounts are not let in',
    environment: { AUTH_GUESTS: 'off', AUTH_SIGNUP: 'off' },
    async arrive({ page }) {
      await page.goto('/sign-in')
      await expect(page.getByRole('textbox', { name: 'E-mail' })).toBeVisible()
    },
  },
  {
    name: 'reset-password',
    title: 'Choosing a new password',
    async arrive({ page }) {
      await page.goto('/reset-password?token=x')
      await expect(page.getByLabel('New password')).toBeVisible()
    },
  },
  {
    name: 'reset-password-expired',
    title: 'The link is no longer good',
    environment: withMail,
    async arrive({ page }) {
      await page.goto('/reset-password')
      await expect(page.getByRole('button', { name: 'Send me a link' })).toBeVisible()
    },
  },
]
