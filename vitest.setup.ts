import { format } from 'node:util'
import { afterEach } from 'vitest'

/**
 * A complaint on the console fails its test. A test that expects a complaint says so with
 * `vi.spyOn(console, 'error').mockImplementation(() => {})`, and asserts on it.
 */
const complaints: string[] = []

for (const level of ['error', 'warn'] as const) {
  console[level] = (...values: unknown[]) => {
    complaints.push(`console.${level}: ${format(...values)}`)
  }
}

afterEach(() => {
  const unexpected = complaints.splice(0)
  if (unexpected.length > 0) throw new Error(unexpected.join('\n'))
})
