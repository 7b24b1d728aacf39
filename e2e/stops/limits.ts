/** How soon after the network's return a stop is carried out, in milliseconds. */
export const STOP_BOUND = 5_000

/** How soon another tab of the browser shows that an answer is being stopped, in milliseconds. */
export const TOLD_BOUND = 1_000

/** How late a busy machine may draw a change, in milliseconds. */
export const DRAWING = 1_000
