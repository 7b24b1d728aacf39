import { Fragment } from 'react'
import type { Snippet } from '@/lib/contract/chat'

/** The text around the words that were searched for, with these marked. */
export function SnippetLine({ snippet }: { snippet: Snippet }) {
  const { text, hits } = snippet
  return (
    <span dir="auto" className="mt-0.5 line-clamp-2 text-muted [overflow-wrap:anywhere]">
      {hits.map((hit, index) => (
        <Fragment key={hit.start}>
          {text.slice(hits[index - 1]?.end ?? 0, hit.start)}
          <mark className="bg-transparent font-medium text-accent">
            {text.slice(hit.start, hit.end)}
          </mark>
        </Fragment>
      ))}
      {text.slice(hits.at(-1)?.end ?? 0)}
    </span>
  )
}
