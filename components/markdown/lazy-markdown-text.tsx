import { lazy, useState, type ComponentProps, type ComponentType } from 'react'
import { loadPart } from '@/lib/client/calls/load-part'
import type { MarkdownText } from './markdown-text'

type Renderer = ComponentType<ComponentProps<typeof MarkdownText>>

let loaded: Renderer | undefined
let loading: Promise<{ default: Renderer }> | undefined

/** One loading for all: while the network is away, only one of them looks whether it is back. */
function load(): Promise<{ default: Renderer }> {
  loading ??= loadPart(() => import('./markdown-text'))
    .then((part) => {
      loaded = part.MarkdownText
      return { default: loaded }
    })
    .finally(() => {
      loading = undefined
    })
  return loading
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
