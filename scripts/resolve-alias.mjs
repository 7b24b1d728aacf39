/**
 * Lets programs that Node runs without a build import the rooms of `lib` by their alias, `@/…`:
 * `node --import ./scripts/resolve-alias.mjs scripts/backup.ts`. The import needs an extension.
 */
import { registerHooks } from 'node:module'

const root = new URL('../', import.meta.url)

registerHooks({
  resolve(specifier, context, next) {
    const isAlias = specifier.startsWith('@/')
    return next(isAlias ? new URL(specifier.slice(2), root).href : specifier, context)
  },
})
