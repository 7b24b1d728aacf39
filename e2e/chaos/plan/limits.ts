/** What the server is started with, in milliseconds: so little that many answers come upon it. */
export const limits = { grace: 150, firstToken: 700, stall: 900, total: 3_000 }

/** How often the server looks whether a limit is reached, in milliseconds. */
export const SWEEP = 250

/** How late anything may be that a busy machine does, in milliseconds. */
export const LATE = 1_000
