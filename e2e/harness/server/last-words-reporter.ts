import { stripVTControlCharacters } from 'node:util'
import type { FullResult, Reporter, Suite } from '@playwright/test/reporter'

/** The most characters of a reason, and the most tests, that are told. */
const LONGEST_REASON = 300
const MOST_TESTS = 3

/** Lines of a reason that are left out, because they only repeat the assertion. */
const boilerplate = /^(Error: expect|- Expected|\+ Received|- Array|\+ Array|\s*$)/

/**
 * Says again, at the very end, why tests failed: often only the last lines of a long log are kept.
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
