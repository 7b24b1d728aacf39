import { problemOf } from '@/lib/client/calls/problem'

/** What a press of a button has failed with, if it has. */
export function Failure({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null
  return (
    <p role="alert" className="text-sm text-failed">
      {problemOf(error).sentence}
    </p>
  )
}
