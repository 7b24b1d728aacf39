import { globSync } from 'node:fs'

/** Those that take all that is under them: the fuzzing has generators of their own for them. */
export const catchAllRoutes = ['/api/[...unknown]', '/api/auth/[...all]']

/** Every route of the app, as its folder is called. */
export function findRoutes(): string[] {
  return globSync('app/api/**/route.ts')
    .map((file) => file.replace(/^app/, '').replace(/\/route\.ts$/, ''))
    .toSorted()
}
