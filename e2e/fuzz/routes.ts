import { globSync } from 'node:fs'

/** Routes that take every path under them. The fuzzing has a generator of its own for each. */
export const catchAllRoutes = ['/api/[...unknown]', '/api/auth/[...all]']

/** Every route of the app, by the name of its folder. */
export function findRoutes(): string[] {
  return globSync('app/api/**/route.ts')
    .map((file) => file.replace(/^app/, '').replace(/\/route\.ts$/, ''))
    .toSorted()
}
