import { lazy } from 'react'

const load = () => import('./markdown-text')

/** The Markdown renderer, which is not needed before the first answer is there. */
export const LazyMarkdownText = lazy(async () => ({ default: (await load()).MarkdownText }))

/** Begins to load it, so that it is there when the first answer is. */
export function preloadMarkdownText(): void {
  // Should it fail, the first answer that is shown tries again and reports it.
  load().catch(() => {})
}
