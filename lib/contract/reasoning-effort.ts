/** How hard a model is to think before it answers. */
export const reasoningEfforts = ['none', 'low', 'medium', 'high'] as const

export type ReasoningEffort = (typeof reasoningEfforts)[number]
