import { classNames } from './class-names'

/** A still shape in the place of something that loads: of lines, or round as a question is. */
export function Skeleton({ className, round = false }: { className: string; round?: boolean }) {
  const corners = round ? 'rounded-2xl' : 'rounded-md'
  return <div aria-hidden="true" className={classNames('skeleton bg-hover', corners, className)} />
}
