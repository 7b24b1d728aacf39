/**
 * Lets programs that Node runs without a build import the files of this repository as the build does, by
 * the alias `@/…` and without an extension: `node --import ./scripts/resolve-alias.mjs scripts/backup.ts`.
 */
import { statSync } from 'node:fs'
import { registerHooks } from 'node:module'

const root = new URL('../', import.meta.url)

registerHooks({
  resolve(specifier, context, next) {
    const url = urlOf(specifier, context.parentURL)
    return next(url === undefined ? specifier : withExtension(url).href, context)
  },
})

/**
 * Where a file of the repository is that another one imports.
 * @param {string} specifier
 * @param {string | undefined} importer
 */
function urlOf(specifier, importer) {
  if (specifier.startsWith('@/')) return new URL(specifier.slice(2), root)
  const isOurs = importer?.startsWith(root.href) && !importer.includes('/node_modules/')
  return isOurs && specifier.startsWith('.') ? new URL(specifier, importer) : undefined
}

/** @param {URL} url */
function withExtension(url) {
  const names = ['', '.ts', '/index.ts'].map((end) => new URL(url.href + end))
  return names.find((name) => statSync(name, { throwIfNoEntry: false })?.isFile()) ?? url
}
