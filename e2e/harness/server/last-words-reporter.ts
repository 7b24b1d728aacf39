import { stripVTControlCharacters } from 'node:util'
import type { FullResult, Reporter, Suite } from '@playwright/test/reporter'

/** So much of each reason is told, and of so many tests, in characters. */
const LONGEST_REASON = 300
const MOST_TESTS = 3

/** What it leaves out of a reason: how the assertion is put. */
const boilerplate = /^(Error: expect|- Expected|\+ Received|- Array|\+ Array|\s*$)/

/**
 * Says once more, at the very end, why tests failed: of a long log often only its last lines are kept.
 */
export default class LastWordsReporter implements Reporter {
  #suite: Suite | undefined

  onBegin(_config: unknown, suite: Suite): void {
    this.#suite = suite
  }

  onEnd({ status }: FullResult): void {
    if (status === 'passed') return
    const failed = this.#suite?.allTests().filter((test) => test.outcome() === 'unexpected') ?? []
    for (const test of failed.slice(0, MOST_TESTS)) {
      const message = stripVTControlCharacters(test.results.at(-1)?.error?.message ?? status)
      const reason = message
        .split('\n')
        .filter((line) => !boilerplate.test(line))
        .join(' ')
      console.log(`${test.title}: ${reason.replaceAll(/\s+/g, ' ').slice(0, LONGEST_REASON)}`)
    }
  }

  printsToStdio(): boolean {
    return true
  }
}
