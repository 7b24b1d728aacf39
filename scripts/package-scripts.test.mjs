import { expect, test } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }

const programs = Object.entries(packageJson.scripts).filter(([, command]) =>
  /\bnode .*\.ts\b/.test(command),
)

test.each(programs)('the program of npm run %s finds the files that it imports', (_, command) => {
  // One import without an extension, in any file below it, and it would not start.
  expect(command).toContain('node --import ./scripts/resolve-alias.mjs ')
})
