/** Under which the list of devices is kept: what signs one out elsewhere reads it anew. */
export const devicesKey = ['devices'] as const
