import { classNames } from './class-names'

/** A still shape in the place of something that loads. */
export function Skeleton({ className }: { className: string }) {
  return <div aria-hidden="true" className={classNames('rounded-md bg-hover', className)} />
}
