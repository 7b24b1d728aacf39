import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'sqlite',
  schema: './lib/db/sqlite/schema/index.ts',
  out: './drizzle/sqlite',
})
