import { readdirSync } from 'node:fs'
import path from 'node:path'

/** The paths that Next gives to the files of this name under `app/`, without route groups. */
function pathsOf(fileName: string): string[] {
  return readdirSync('app', { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === fileName)
    .map((file) => `/${path.dirname(file)}`.replaceAll(/\/(\.|\([^)]*\))(?=\/|$)/g, '') || '/')
    .toSorted()
}

export const routePaths = () => pathsOf('route.ts')
export const pagePaths = () => pathsOf('page.tsx')

/** One handler answers every path under such a route: with a refusal, or as better-auth. */
export const isCatchAll = (route: string) => route.includes('[...')
