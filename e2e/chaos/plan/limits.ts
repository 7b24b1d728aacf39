/** The server's limits, in milliseconds: so short that many answers reach one. */
export const limits = { grace: 150, firstToken: 700, stall: 900, total: 3_000 }

/** How often the server looks whether a limit is reached, in milliseconds. */
export const SWEEP = 250

/** How late anything may happen on a busy machine, in milliseconds. */
export const LATE = 1_000
