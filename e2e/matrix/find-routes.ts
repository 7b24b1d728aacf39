import { readdirSync } from 'node:fs'
import path from 'node:path'

/** The paths of the files of this name under `app/`, as Next makes them: groups left out. */
function pathsOf(fileName: string): string[] {
  return readdirSync('app', { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === fileName)
    .map((file) => `/${path.dirname(file)}`.replaceAll(/\/(\.|\([^)]*\))(?=\/|$)/g, '') || '/')
    .toSorted()
}

export const routePaths = () => pathsOf('route.ts')
export const pagePaths = () => pathsOf('page.tsx')

/** Answered by one handler for whatever comes: not by the contract, or by better-auth's own wire. */
export const isCatchAll = (route: string) => route.includes('[...')
