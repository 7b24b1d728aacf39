/** The servers' limits, in milliseconds: so short that many answers reach one. */
type Limits = { grace: number; firstToken: number; stall: number; total: number }

/** How fast things happen in a plan, and how long a run waits for them. Times are in milliseconds. */
export type Pace = {
  limits: Limits
  /** The longest that a plan waits before it does something. */
  longestWait: number
  /** Tokens a second that an answer may have; 0 sends all of them in one go. */
  rates: readonly [number, ...number[]]
  /** The answer of which only a limit, a stop or the readers' leaving is the end. */
  endless: string
  /** How late anything may happen on a busy machine. */
  late: number
  waits: {
    /** For the end of an answer that reaches its limit. */
    end: number
    /** For the word of an end that readers must be told. */
    word: number
    /** For the closed socket of a call whose answer has ended. */
    close: number
  }
}

/** One server, to which nothing happens. */
export const quickPace: Pace = {
  limits: { grace: 150, firstToken: 700, stall: 900, total: 3_000 },
  longestWait: 250,
  rates: [0, 100, 200, 400],
  endless: 'tokens=120 rate=20 text=numbered',
  late: 1_000,
  waits: { end: 8_000, word: 5_000, close: 1_000 },
}

/** Several servers: an answer lasts long enough for something to happen to its server. */
export const steadyPace: Pace = {
  limits: { grace: 1_500, firstToken: 4_000, stall: 5_000, total: 10_000 },
  longestWait: 2_000,
  rates: [0, 8, 16, 40],
  endless: 'tokens=400 rate=20 text=numbered',
  late: 2_500,
  waits: { end: 45_000, word: 20_000, close: 20_000 },
}

/** The variables with which a server has these limits. */
export function limitVariables({ grace, firstToken, stall, total }: Limits) {
  return {
    STREAM_GRACE_MS: String(grace),
    STREAM_FIRST_TOKEN_MS: String(firstToken),
    STREAM_STALL_MS: String(stall),
    STREAM_MAX_MS: String(total),
  }
}

/** How often the server looks whether a limit is reached, in milliseconds. */
export const SWEEP = 250
