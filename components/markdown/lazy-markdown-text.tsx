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
 * The Markdown renderer, which is not needed before the first answer. Once it has loaded it draws at
 * once: a lazy component of React would suspend at its first drawing, even if it has long loaded.
 */
export function LazyMarkdownText(props: ComponentProps<Renderer>) {
  const [Drawn] = useState<Renderer>(() => loaded ?? Lazy)
  return <Drawn {...props} />
}

/** Begins to load the renderer, so that it is there when the first answer is. */
export function preloadMarkdownText(): void {
  // If that fails, the first answer that is shown tries again and reports it.
  load().catch(() => {})
}
