import { classNames } from './class-names'

/** A still shape in the place of content that loads: like a line, or round like a question. */
export function Skeleton({ className, round = false }: { className: string; round?: boolean }) {
  const corners = round ? 'rounded-2xl' : 'rounded-md'
  return <div aria-hidden="true" className={classNames('skeleton bg-hover', corners, className)} />
}
