import { isContention, isTaken } from './postgres-code'

/**
 * Makes a statement that is a transaction of its own, and once more where another one was in its way: that
 * has ended it in a deadlock, or has taken an ID that was free when the statement looked, and sees taken
 * when it looks again. In both cases nothing was written.
 */
export async function tryAgain<Value>(statement: () => Promise<Value>): Promise<Value> {
  try {
    return await statement()
  } catch (error) {
    if (!isContention(error) && !isTaken(error)) throw error
    return statement()
  }
}
