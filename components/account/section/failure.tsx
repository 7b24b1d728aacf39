import { problemOf } from '@/lib/client/calls/problem'

/** The reason why the press of a button failed, if it did. */
export function Failure({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null
  return (
    <p role="alert" className="text-sm text-failed">
      {problemOf(error).sentence}
    </p>
  )
}
