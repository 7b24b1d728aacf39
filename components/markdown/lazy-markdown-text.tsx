import { lazy, useState, type ComponentProps, type ComponentType } from 'react'
import type { MarkdownText } from './markdown-text'

type Renderer = ComponentType<ComponentProps<typeof MarkdownText>>

let loaded: Renderer | undefined

async function load(): Promise<{ default: Renderer }> {
  loaded = (await import('./markdown-text')).MarkdownText
  return { default: loaded }
}

const Lazy: Renderer = lazy(load)

/**
 * The Markdown renderer, which is not needed before the first answer is there. Where it is loaded it
 * draws at once: what React loads lazily suspends when it is first drawn, however long it is there.
 */
export function LazyMarkdownText(props: ComponentProps<Renderer>) {
  const [Drawn] = useState<Renderer>(() => loaded ?? Lazy)
  return <Drawn {...props} />
}

/** Begins to load it, so that it is there when the first answer is. */
export function preloadMarkdownText(): void {
  // Should it fail, the first answer that is shown tries again and reports it.
  load().catch(() => {})
}
